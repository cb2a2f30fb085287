/// Which part of a hub's content a store holds. Every limit that is absent admits everything.
public struct Scope: Hashable, Sendable {
    /// Sections of the articles, by slug.
    public var sections: [String]?
    /// Publishers of the articles, by id or name.
    public var publishers: [String]?
    /// Articles published at or after this time, in milliseconds since 1970.
    public var since: Int64?
    /// These articles only.
    public var articles: [DocumentID]?
    /// Whether the bodies of articles travel.
    public var includesBodies = true
    /// Whether comments travel.
    public var includesComments = true

    /// The scope of everything.
    public init() {}

    /// Whether this admits everything.
    public var isFull: Bool { self == Scope() }

    /// Whether a register decides which scope an article belongs to.
    public static func decides(_ path: String) -> Bool {
        path == "section" || path == "publisher" || path == "datePublished"
    }
}
