extension Shape {
    /// Characters where the schema names no limit; the limit of the document holds.
    private static let unlimited = 0...Limits.documentBytes

    static let agentMembers = [
        Member("id", .pattern(.slug)), Member("logo", .link),
        Member("name", .line(1...200), isRequired: true),
        Member("type", .choice(Agent.Kind.allCases.map(\.rawValue)), isRequired: true),
        Member("url", .link),
    ]
    static let sourceMembers = [
        Member("name", .line(0...200), isRequired: true), Member("url", .link),
    ]
    static let linkMembers = [
        Member("headline", .line(0...300), isRequired: true), Member("id", .pattern(.id)),
        Member("rel", .choice(Link.Relation.allCases.map(\.rawValue)), isRequired: true),
        Member("url", .link),
    ]
    static let imageMembers = [
        Member("alt", .line(0...1000), isRequired: true), Member("caption", .line(0...1000)),
        Member("contentType", .pattern(.imageType)), Member("credit", .line(0...200)),
        Member("height", .count), Member("sha256", .pattern(.sha256)), Member("url", .link),
        Member("width", .count),
    ]
    static let alternateIDMembers = [
        Member("role", .line(unlimited), isRequired: true),
        Member("value", .line(unlimited), isRequired: true),
    ]
    static let commentAuthorMembers = [
        Member("avatar", .link), Member("id", .line(0...128)),
        Member("name", .line(1...80), isRequired: true), Member("url", .link),
    ]
    static let moderationMembers = [
        Member("at", .pattern(.time)), Member("by", .line(unlimited)),
        Member("note", .text(0...500)),
        Member("reason", .choice(Moderation.Reason.allCases.map(\.rawValue))),
    ]
    static let orderMember = Member("order", .pattern(.order))
    private static let roleMember = Member(
        "role", .choice(Block.Role.allCases.map(\.rawValue)), isRequired: true)

    /// The members of a block of a role, without `id` and `order`.
    static func members(of role: Block.Role) -> [Member] {
        switch role {
        case .paragraph, .heading, .quote: textBlockMembers
        case .list: listBlockMembers
        case .image: imageBlockMembers
        case .video, .embed: embedBlockMembers
        }
    }

    private static let textBlockMembers = [
        roleMember, Member("format", .choice(Block.Format.allCases.map(\.rawValue))),
        Member("text", .text(1...20_000), isRequired: true),
    ]
    private static let listBlockMembers = [
        roleMember,
        Member("items", .list(.text(unlimited), limit: Limits.documentBytes), isRequired: true),
        Member("ordered", .bool),
    ]
    private static let imageBlockMembers = [
        roleMember, Member("image", .object(imageMembers), isRequired: true),
    ]
    private static let embedBlockMembers = [
        roleMember, Member("contentType", .line(unlimited)), Member("durationSeconds", .amount),
        Member("poster", .link), Member("title", .line(unlimited)),
        Member("url", .link, isRequired: true),
    ]

    /// The registers of an article that are one member each.
    static let articleScalars = [
        Member("byline", .line(0...200)),
        Member("commentPolicy", .choice(CommentPolicy.allCases.map(\.rawValue))),
        Member("copyrightNotice", .line(0...500)), Member("dateModified", .pattern(.time)),
        Member("datePublished", .pattern(.time), isRequired: true),
        Member("datePublishedPrecision", .choice(DatePrecision.allCases.map(\.rawValue))),
        Member("dateline", .line(0...120)), Member("headline", .line(1...300), isRequired: true),
        Member("image", .object(imageMembers)),
        Member("language", .pattern(.language), isRequired: true),
        Member("publisher", .object(agentMembers), isRequired: true),
        Member("section", .pattern(.slug)), Member("source", .object(sourceMembers)),
        Member("status", .choice(ArticleStatus.allCases.map(\.rawValue))),
        Member("summary", .text(0...2000)), Member("url", .link),
    ]

    /// The members of an article that are families of registers, and its id and type.
    private static let articleLists = [
        Member("altIds", .list(.object(alternateIDMembers), limit: Limits.documentBytes)),
        Member("authors", .list(.object(agentMembers), limit: Limits.documentBytes)),
        Member(
            "body",
            .list(.block([Member("id", .pattern(.blockID))]), limit: Limits.blocks),
            isRequired: true),
        Member("id", .pattern(.id), isRequired: true),
        Member("related", .list(.object(linkMembers), limit: Limits.related)),
        Member("topics", .list(.pattern(.slug), limit: Limits.topics)),
        Member("type", .choice([DocumentKind.article.rawValue]), isRequired: true),
    ]

    /// The members of an article in the public JSON; `ext` is checked apart.
    static let articleMembers = articleScalars + articleLists

    /// The registers of a comment that are one member each, without `moderation`.
    static let commentScalars = [
        Member("articleId", .pattern(.id), isRequired: true),
        Member("author", .object(commentAuthorMembers), isRequired: true),
        Member("dateCreated", .pattern(.time), isRequired: true),
        Member("dateModified", .pattern(.time)), Member("inReplyTo", .pattern(.id)),
        Member("language", .pattern(.language)), Member("text", .text(1...5000)),
    ]

    /// The members of a comment in the public JSON; `ext` is checked apart.
    static let commentMembers =
        commentScalars + [
            Member("id", .pattern(.id), isRequired: true),
            Member("moderation", .object(moderationMembers)),
            Member("status", .choice(CommentStatus.allCases.map(\.rawValue)), isRequired: true),
            Member("type", .choice([DocumentKind.comment.rawValue]), isRequired: true),
        ]

    /// The value of a comment's `moderation` register.
    static let moderationRegister = Shape.object(
        moderationMembers + [
            Member(
                "status",
                .choice(CommentStatus.allCases.filter { $0 != .deleted }.map(\.rawValue)),
                isRequired: true)
        ])

    /// The shape of a register's value; `nil` for registers of a newer version.
    static func register(_ path: String, of kind: DocumentKind) -> Shape? {
        if let name = RegisterPath.member(path) {
            return name.isEmpty ? nil : family(RegisterPath.family(path), of: kind)
        }
        if kind == .comment, path == "moderation" { return moderationRegister }
        return (kind == .article ? articleScalars : commentScalars)
            .first { $0.name == path }?.shape
    }

    private static func family(_ family: Substring, of kind: DocumentKind) -> Shape? {
        switch (kind, family) {
        case (_, "ext"): .any
        case (.article, "altIds"): .object(alternateIDMembers)
        case (.article, "authors"): .object(agentMembers + [orderMember])
        case (.article, "body"): .block([orderMember])
        case (.article, "related"): .object(linkMembers + [orderMember])
        case (.article, "topics"): .bool
        default: nil
        }
    }
}
