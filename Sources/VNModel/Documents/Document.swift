/// A document: a map from paths to registers, with the place of each in the change feed.
public struct Document: Hashable, Sendable {
    /// One register and its place in the feed of the store that holds it.
    public struct Field: Hashable, Sendable {
        /// The register's path.
        public let path: String
        /// The register.
        public var register: Register
        /// The feed seq of the register's last change in this store; 0 outside a store.
        public var seq: UInt64
        /// The replica whose own push was the last to change it and left exactly what it pushed;
        /// `nil` if there is none.
        public var by: ReplicaID?
    }

    /// The document's id.
    public let id: DocumentID
    /// What it is.
    public let kind: DocumentKind
    /// The registers, sorted by the bytes of their paths.
    public private(set) var fields: [Field]
    /// How an application chooses what is shown; not part of what the document is.
    package var resolvers = ViewResolvers.none

    /// A document that nobody has written.
    public init(id: DocumentID, kind: DocumentKind) {
        self.id = id
        self.kind = kind
        fields = []
    }

    /// The document of fields that are sorted by the bytes of their paths, each path once.
    init(id: DocumentID, kind: DocumentKind, sorted fields: [Field]) {
        self.id = id
        self.kind = kind
        self.fields = fields
    }

    /// Whether nobody has written it.
    public var isEmpty: Bool { fields.isEmpty }

    /// The register at a path; empty if nobody has written it.
    ///
    /// - Complexity: O(log *n*).
    public subscript(_ path: String) -> Register {
        field(path)?.register ?? Register()
    }

    /// The field at a path, if it has been written.
    public func field(_ path: String) -> Field? {
        let index = position(of: path)
        return index < fields.count && JSONObject.isSame(fields[index].path, path)
            ? fields[index] : nil
    }

    /// Replaces a register and its marks.
    ///
    /// - Parameters:
    ///   - path: where it stands in the document.
    ///   - register: what stands there now.
    ///   - seq: its place in the store's feed, 0 if it has none.
    ///   - by: the replica that it came from, `nil` if it was written here.
    /// - Complexity: O(*n*), O(1) if paths are set in order.
    public mutating func set(
        _ path: String, _ register: Register, seq: UInt64 = 0, by: ReplicaID? = nil
    ) {
        let field = Field(path: path, register: register, seq: seq, by: by)
        if let last = fields.last, JSONObject.precedes(last.path, path) {
            fields.append(field)
            return
        }
        let index = position(of: path)
        if index < fields.count, JSONObject.isSame(fields[index].path, path) {
            fields[index] = field
        } else {
            fields.insert(field, at: index)
        }
    }

    /// Gives the registers at one place in the feed another one.
    package mutating func move(fieldsAt old: UInt64, to seq: UInt64) {
        for index in fields.indices where fields[index].seq == old { fields[index].seq = seq }
    }

    /// The bytes of all values, encoded.
    ///
    /// - Complexity: O(*n*) in the number of values.
    package var valueBytes: Int {
        var bytes = 0
        for field in fields {
            if let sole = field.register.sole {
                bytes += sole.encoded.size
            } else {
                for live in field.register.live { bytes += live.encoded.size }
            }
        }
        return bytes
    }

    /// Gives the register at an index another place in the feed.
    mutating func mark(_ index: Int, seq: UInt64, by: ReplicaID?) {
        (fields[index].seq, fields[index].by) = (seq, by)
    }

    /// The document's version vector: the pointwise maximum over its registers.
    public var vector: VersionVector {
        var result = VersionVector()
        var last: Dot?
        for field in fields {
            guard let dot = field.register.sole?.dot else {
                result.join(field.register.seen)
                continue
            }
            if dot != last { result.include(dot) }
            last = dot
        }
        return result
    }

    /// The value that is shown at a path, by the path's policy; `nil` if it is absent or `null`.
    public func value(_ path: String) -> JSONValue? { encoded(path)?.value }

    /// The value that is shown at a path, encoded; `nil` if it is absent or `null`.
    public func encoded(_ path: String) -> CanonicalJSON? { field(path).flatMap { shown($0) } }

    /// The value that is shown of a field; `nil` if it is `null`.
    package func shown(_ field: Field) -> CanonicalJSON? {
        guard let value = shownLive(field), !value.isNull else { return nil }
        return value.encoded
    }

    /// The live value that is shown of a field, `null` or not.
    package func shownLive(_ field: Field) -> LiveValue? {
        if let sole = field.register.sole { return sole }
        let live = field.register.live
        // A value that stands alone is shown whatever the policy.
        return live.count < 2 ? live.first : view(of: field.path, live).shown
    }

    /// Which of several values is shown, and whether people should look at them.
    func view(of path: String, _ live: [LiveValue]) -> (shown: LiveValue?, isConflict: Bool) {
        if let view = resolvers[path]?.view(of: live) { return view }
        let policy = RegisterPath.policy(path, of: kind)
        return (policy.shown(live), policy.isConflict(live))
    }

    /// The shown members of a family (`body`, `topics` …) with what stands behind the slash.
    package func members(of family: String) -> [(name: String, value: JSONValue)] {
        // The members of a family stand together.
        let prefix = family + "/"
        var result: [(name: String, value: JSONValue)] = []
        for field in fields[position(of: prefix)...] {
            guard field.path.utf8.starts(with: prefix.utf8) else { break }
            guard let name = RegisterPath.member(field.path), let value = shown(field) else {
                continue
            }
            result.append((String(name), value.value))
        }
        return result
    }

    /// Joins another copy of this document into this one; marks stay as they are here.
    public mutating func join(_ other: Document) {
        precondition(id == other.id && kind == other.kind, "copies of one document are joined")
        for theirs in other.fields {
            if let mine = field(theirs.path) {
                let register = mine.register.joined(theirs.register)
                set(theirs.path, register, seq: mine.seq, by: mine.by)
            } else {
                set(theirs.path, theirs.register)
            }
        }
    }

    /// Whether both hold the same registers, whatever their places in a feed.
    public func hasSameRegisters(as other: Document) -> Bool {
        id == other.id && kind == other.kind && fields.count == other.fields.count
            && zip(fields, other.fields).allSatisfy {
                JSONObject.isSame($0.path, $1.path) && $0.register == $1.register
            }
    }

    private func position(of path: String) -> Int {
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if JSONObject.precedes(fields[middle].path, path) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension Document {
    /// Whether both are the same, however they are shown.
    public static func == (left: Document, right: Document) -> Bool {
        left.id == right.id && left.kind == right.kind && left.fields == right.fields
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(kind)
        hasher.combine(fields)
    }
}
