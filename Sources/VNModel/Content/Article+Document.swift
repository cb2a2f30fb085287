extension Article {
    /// The article that a document's registers show.
    ///
    /// A pure function of the registers: what is missing is empty, what does not fit is left out.
    /// `dateModified` is the register's, else the time of the newest write if the document was
    /// changed after its first write.
    ///
    /// - Complexity: O(*n*) in the size of the document.
    public init(document: Document) {
        self.init(empty: document.id)
        var families = Families()
        for field in document.fields {
            guard let value = document.shown(field)?.value else { continue }
            if let name = RegisterPath.member(field.path) {
                families.take(RegisterPath.family(field.path), String(name), value)
            } else if !take(field.path, value), !document.isReserved(field.path) {
                unknown[field.path] = value
            }
        }
        families.sort()
        authors = families.authors.map(\.item)
        body = families.blocks
        related = families.related.map(\.item)
        topics = families.topics
        alternateIDs = families.alternateIDs
        ext = families.ext
        if dateModified == nil { dateModified = document.timeOfLastEdit }
    }
}

/// The registers whose paths have two parts, as they are met.
private struct Families {
    var authors: [(order: String, item: Agent)] = []
    var blocks: [Block] = []
    var related: [(order: String, item: Link)] = []
    var topics: [String] = []
    var alternateIDs: [AlternateID] = []
    var ext = JSONObject()

    mutating func take(_ family: Substring, _ name: String, _ value: JSONValue) {
        switch family {
        case "body":
            if let block = value.object.flatMap({ Block($0, id: name) }) { blocks.append(block) }
        case "topics": topics.append(name)
        case "authors":
            guard let members = value.object else { return }
            let agent = Agent(members, id: name, kind: .person)
            authors.append((members["order"]?.string ?? "", agent))
        case "related":
            guard let members = value.object, let link = Link(members) else { return }
            related.append((members["order"]?.string ?? "", link))
        case "altIds":
            if let other = value.object.flatMap({ AlternateID($0) }) { alternateIDs.append(other) }
        case "ext": ext[name] = value
        default: break
        }
    }

    /// By `order`; registers come sorted by name, which therefore decides between equal ones.
    mutating func sort() {
        authors = Families.sorted(authors) { $0.order }
        blocks = Families.sorted(blocks) { $0.order }
        related = Families.sorted(related) { $0.order }
    }

    private static func sorted<Item>(_ items: [Item], by key: (Item) -> String) -> [Item] {
        // The standard sort is stable in fact but not by contract: the position decides ties.
        items.enumerated().sorted {
            let keys = (key($0.element), key($1.element))
            return JSONObject.isSame(keys.0, keys.1)
                ? $0.offset < $1.offset : JSONObject.precedes(keys.0, keys.1)
        }.map(\.element)
    }
}

extension Document {
    /// The UTC time of the newest live value, if a register was written after the first write of
    /// the document; `nil` otherwise. Moderation and deletion do not count.
    package var timeOfLastEdit: String? {
        var oldest: LiveValue?
        var newest: LiveValue?
        for field in fields where countsAsEdit(field.path) {
            for value in field.register.live {
                if oldest.map({ $0.isNewer(than: value) }) ?? true { oldest = value }
                if newest.map({ value.isNewer(than: $0) }) ?? true { newest = value }
            }
        }
        guard let oldest, let newest, oldest.dot != newest.dot else { return nil }
        return Timestamp(milliseconds: Int64(newest.stamp.milliseconds)).rfc3339
    }

    /// Whether a register of this path can never be a member of the content.
    func isReserved(_ path: String) -> Bool {
        path == RegisterPath.deleted || path == RegisterPath.erased
            || ContentRules.isReserved(path, of: kind)
    }

    private func countsAsEdit(_ path: String) -> Bool {
        path != RegisterPath.deleted && path != RegisterPath.erased
            && (kind == .article || path != "moderation")
    }
}
