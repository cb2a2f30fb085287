/// Registers by path, as content writes them.
///
/// - `existing` are those of the document that is written to: it decides under which names and at
///   which places what stands already is kept.
struct Registers {
    /// The register values.
    private(set) var values = JSONObject()
    private let existing: Document

    init(of article: Article, in existing: Document) {
        self.existing = existing
        let article = article.canonical
        var pairs: [JSONObject.Member] = []
        func add(_ path: String, _ value: JSONValue) {
            pairs.append(JSONObject.Member(key: path, value: value))
        }
        for member in article.scalars.members { add(member.key, member.value) }
        for member in article.unknown.members { add(member.key, member.value) }
        for topic in article.topics { add("topics/\(topic)", .bool(true)) }
        for member in article.ext.members { add("ext/\(member.key)", member.value) }
        let authors = article.authors.map { ($0.id, $0.members(withID: false)) }
        for pair in ordered("authors", authors, given: nil) { add(pair.path, pair.value) }
        let blocks = article.body.map { ($0.id, $0.members) }
        let places = article.body.map { $0.order.nonEmpty }
        for pair in ordered("body", blocks, given: places) { add(pair.path, pair.value) }
        let links = named("related", article.related, { Link($0) }) { $0.registerName }
        for pair in ordered("related", links.map { ($0, $1.members) }, given: nil) {
            add(pair.path, pair.value)
        }
        let others = named("altIds", article.alternateIDs, { AlternateID($0) }) {
            $0.registerName
        }
        for (name, other) in others { add("altIds/\(name)", .object(other.members)) }
        fill(pairs)
    }

    init(of comment: Comment, in existing: Document) {
        self.existing = existing
        var pairs = comment.scalars.members + comment.unknown.members
        for member in comment.ext.members {
            pairs.append(JSONObject.Member(key: "ext/\(member.key)", value: member.value))
        }
        fill(pairs)
    }

    private mutating func fill(_ pairs: [JSONObject.Member]) {
        if let distinct = JSONObject(distinct: pairs) {
            values = distinct
        } else {
            // A member of a newer version under a name of ours: ours counts.
            for pair in pairs where values[pair.key] == nil { values[pair.key] = pair.value }
        }
    }

    /// The values of a family with their places; those that stand keep theirs if they can.
    private func ordered(
        _ family: String, _ items: [(name: String, members: JSONObject)], given: [String?]?
    ) -> [(path: String, value: JSONValue)] {
        let shown = items.map { existing.value("\(family)/\($0.name)") }
        var places = shown.map { $0?["order"]?.string }
        if !stand(shown, at: zip(places, items).map { ($0 ?? "", $1.name) }) {
            for (index, place) in (given ?? []).enumerated() where shown[index] == nil {
                places[index] = place
            }
            places = FractionalIndex.assigned(places)
        }
        return zip(items, places).map { item, place in
            var members = item.members
            members["order"] = place.map { .string($0) }
            return ("\(family)/\(item.name)", .object(members))
        }
    }

    /// Whether all items are in the document and shown in this sequence: then nothing has to be
    /// placed, whatever the places look like.
    private func stand(_ shown: [JSONValue?], at keys: [(place: String, name: String)]) -> Bool {
        shown.allSatisfy { $0?.object != nil }
            && zip(keys, keys.dropFirst()).allSatisfy { left, right in
                JSONObject.isSame(left.place, right.place)
                    ? JSONObject.precedes(left.name, right.name)
                    : JSONObject.precedes(left.place, right.place)
            }
    }

    /// The items of a family under the names they have in the document, new ones under the names
    /// they make; an item that stands twice stands once.
    private func named<Item: Hashable>(
        _ family: String, _ items: [Item], _ read: (JSONObject) -> Item?,
        make: (Item) -> String
    ) -> [(name: String, item: Item)] {
        var known: [Item: String] = [:]
        for (name, value) in existing.members(of: family) {
            if let item = value.object.flatMap(read), known[item] == nil { known[item] = name }
        }
        var taken = Set(items.compactMap { known[$0] })
        var done: Set<Item> = []
        return items.compactMap { item in
            guard done.insert(item).inserted else { return nil }
            if let name = known[item] { return (name, item) }
            var name = make(item)
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(make(item))-\(number)"
                number += 1
            }
            return (name, item)
        }
    }

    /// The registers to write so that a document shows these values instead of `shown`.
    func changes(from shown: JSONObject) -> [(path: String, value: JSONValue)] {
        var result: [(path: String, value: JSONValue)] = []
        for member in values.members where shown[member.key] != member.value {
            let before = existing.value(member.key)
            let shape = Shape.register(member.key, of: existing.kind)
            let value = shape?.carrying(before, into: member.value) ?? member.value
            if value != before { result.append((member.key, value)) }
        }
        for member in shown.members where values[member.key] == nil {
            guard existing.value(member.key) != nil else { continue }
            let absent =
                existing.kind == .article
                ? Article.absentValue(member.key) : Comment.absentValue(member.key)
            result.append((member.key, absent))
        }
        return result.sorted { JSONObject.precedes($0.path, $1.path) }
    }
}
