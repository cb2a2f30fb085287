extension Scope {
    /// The scope as it travels and is stored; absent limits are left out.
    public var json: JSONValue {
        var pairs: [(String, JSONValue)] = []
        if let sections { pairs.append(("sections", .array(sections.map { .string($0) }))) }
        if let publishers { pairs.append(("publishers", .array(publishers.map { .string($0) }))) }
        if let since { pairs.append(("since", .integer(since))) }
        if let articles {
            pairs.append(("ids", .array(articles.map { .string($0.description) })))
        }
        if !includesBodies { pairs.append(("bodies", .bool(false))) }
        if !includesComments { pairs.append(("comments", .bool(false))) }
        return .object(pairs)
    }

    /// The scope of an object as ``json`` writes it; `nil` for anything else.
    public init?(json: JSONValue) {
        guard let members = json.object else { return nil }
        self.init()
        for member in members.members {
            switch member.key {
            case "sections":
                guard let texts = Scope.texts(member.value) else { return nil }
                sections = texts
            case "publishers":
                guard let texts = Scope.texts(member.value) else { return nil }
                publishers = texts
            case "since":
                guard let milliseconds = member.value.integer else { return nil }
                since = milliseconds
            case "ids":
                guard let texts = Scope.texts(member.value) else { return nil }
                let ids = texts.compactMap { DocumentID($0) }
                guard ids.count == texts.count else { return nil }
                articles = ids
            case "bodies", "comments":
                guard let flag = member.value.bool else { return nil }
                if member.key == "bodies" { includesBodies = flag } else { includesComments = flag }
            default: break
            }
        }
    }

    private static func texts(_ value: JSONValue) -> [String]? {
        guard let elements = value.array, elements.count <= Limits.scopeEntries else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }
}
