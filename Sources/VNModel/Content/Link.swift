/// A related article.
public struct Link: Hashable, Sendable {
    /// In which way it is related.
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        /// About the same thing.
        case sameTopic
        /// From the same section.
        case sameSection
        /// By the same author.
        case sameAuthor
        /// Mentioned in the text.
        case mentions
    }

    /// In which way it is related.
    public var rel: Relation
    /// Its headline.
    public var headline: String
    /// Its id, if it is in the store.
    public var id: DocumentID?
    /// Its page.
    public var url: String?

    /// - Parameters:
    ///   - rel: in which way it is related.
    ///   - headline: its headline.
    ///   - id: its id, if it is in the store.
    ///   - url: its page.
    public init(
        rel: Relation, headline: String, id: DocumentID? = nil, url: String? = nil
    ) {
        self.rel = rel
        self.headline = headline
        self.id = id
        self.url = url
    }

    /// Takes what fits of the members; `nil` if the relation is one of a newer version.
    init?(_ members: JSONObject) {
        guard let rel = members["rel"]?.string.flatMap({ Relation(rawValue: $0) }) else {
            return nil
        }
        self.init(
            rel: rel, headline: members["headline"]?.string ?? "",
            id: members["id"]?.string.flatMap { DocumentID($0) }, url: members["url"]?.string)
    }

    /// The members of its JSON object.
    var members: JSONObject {
        var members = JSONObject()
        members["headline"] = .string(headline)
        members.put("id", id?.description)
        members["rel"] = .string(rel.rawValue)
        members.put("url", url)
        return members
    }
}
