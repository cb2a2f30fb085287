/// One part of an article's body: a paragraph, a picture, a list …
public struct Block: Hashable, Sendable {
    /// What a block is.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Text.
        case paragraph
        /// A heading inside the article.
        case heading
        /// Words of somebody else.
        case quote
        /// Items, numbered or not.
        case list
        /// A picture with its texts.
        case image
        /// A film by its address.
        case video
        /// A page of others that is shown inside the article.
        case embed
    }

    /// How its text is written.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// Every character means itself.
        case plain
        /// Emphasis and links as Markdown has them.
        case markdown
    }

    /// Names the block in its article, 1 to 32 letters, digits, `_` and `-`; empty if it has no
    /// id yet.
    public var id: String
    /// What it is.
    public var role: Role
    /// Its place among the blocks, a ``FractionalIndex`` key; empty if it has none yet. Internal
    /// to the registers, not part of the public JSON.
    public var order: String
    /// The text of a paragraph, heading or quote.
    public var text: String?
    /// How the text is written.
    public var format: Format
    /// The items of a list.
    public var items: [String]
    /// Whether a list is numbered.
    public var isOrdered: Bool
    /// The picture of an image block.
    public var image: Image?
    /// The address of a video or embedded page.
    public var url: String?
    /// The title of a video or embedded page.
    public var title: String?
    /// The address of a video's still picture.
    public var poster: String?
    /// How long a video lasts, in seconds.
    public var durationSeconds: Double?
    /// The media type of a video or embedded page.
    public var contentType: String?

    /// A block of a role with nothing in it.
    ///
    /// - Parameters:
    ///   - id: what names it within its article; if it is empty, the store gives it one.
    ///   - role: what it is.
    ///   - order: its place, a key of ``FractionalIndex``; if it is empty, its place in the body.
    public init(id: String = "", role: Role, order: String = "") {
        self.id = id
        self.role = role
        self.order = order
        format = .plain
        items = []
        isOrdered = false
    }

    /// A block of text.
    ///
    /// - Parameters:
    ///   - id: what names it within its article; if it is empty, the store gives it one.
    ///   - role: what it is.
    ///   - text: the text.
    ///   - format: how the text is written.
    public init(id: String = "", role: Role = .paragraph, text: String, format: Format = .plain) {
        self.init(id: id, role: role)
        self.text = text
        self.format = format
    }

    /// A list.
    ///
    /// - Parameters:
    ///   - id: what names it within its article; if it is empty, the store gives it one.
    ///   - items: the items, in their order.
    ///   - isOrdered: whether they are numbered.
    public init(id: String = "", items: [String], isOrdered: Bool = false) {
        self.init(id: id, role: .list)
        self.items = items
        self.isOrdered = isOrdered
    }

    /// A picture.
    public init(id: String = "", image: Image) {
        self.init(id: id, role: .image)
        self.image = image
    }

    /// Takes what fits of the members; `nil` if the role is one of a newer version.
    init?(_ members: JSONObject, id: String? = nil) {
        guard let role = members["role"]?.string.flatMap({ Role(rawValue: $0) }) else {
            return nil
        }
        self.init(id: id ?? members["id"]?.string ?? "", role: role)
        order = members["order"]?.string ?? ""
        switch role {
        case .paragraph, .heading, .quote:
            text = members["text"]?.string ?? ""
            format = members["format"]?.string.flatMap { Format(rawValue: $0) } ?? .plain
        case .list:
            items = members["items"]?.array?.compactMap(\.string) ?? []
            isOrdered = members["ordered"]?.bool ?? false
        case .image:
            image = Image(members["image"]?.object ?? JSONObject())
        case .video, .embed:
            url = members["url"]?.string
            title = members["title"]?.string
            poster = members["poster"]?.string
            durationSeconds = members["durationSeconds"]?.double
            contentType = members["contentType"]?.string
        }
    }

    /// The members that belong to the role, without `id` and `order`.
    var members: JSONObject {
        var members = JSONObject()
        members["role"] = .string(role.rawValue)
        switch role {
        case .paragraph, .heading, .quote:
            members["text"] = .string(text ?? "")
            if format != .plain { members["format"] = .string(format.rawValue) }
        case .list:
            members["items"] = .array(items.map { .string($0) })
            if isOrdered { members["ordered"] = .bool(true) }
        case .image:
            members["image"] = .object((image ?? Image()).members)
        case .video, .embed:
            members["url"] = .string(url ?? "")
            members.put("title", title)
            members.put("poster", poster)
            if let durationSeconds { members["durationSeconds"] = JSONValue(durationSeconds) }
            members.put("contentType", contentType)
        }
        return members
    }
}
