/// Who wrote a comment.
public struct CommentAuthor: Hashable, Sendable {
    /// An account, if there is one.
    public var id: String?
    /// The name people read.
    public var name: String
    /// A page of the author.
    public var url: String?
    /// A picture of the author.
    public var avatar: String?

    /// - Parameters:
    ///   - id: an account, if there is one.
    ///   - name: the name people read.
    ///   - url: a page of the author.
    ///   - avatar: the address of a picture.
    public init(id: String? = nil, name: String, url: String? = nil, avatar: String? = nil) {
        self.id = id
        self.name = name
        self.url = url
        self.avatar = avatar
    }

    /// Takes what fits of the members; the rest stays empty.
    init(_ members: JSONObject) {
        self.init(
            id: members["id"]?.string, name: members["name"]?.string ?? "",
            url: members["url"]?.string, avatar: members["avatar"]?.string)
    }

    /// The members of its JSON object.
    var members: JSONObject {
        var members = JSONObject()
        members.put("avatar", avatar)
        members.put("id", id)
        members["name"] = .string(name)
        members.put("url", url)
        return members
    }
}
