/// Where an article was taken from.
public struct Source: Hashable, Sendable {
    /// The name people read.
    public var name: String
    /// The page.
    public var url: String?

    /// - Parameters:
    ///   - name: the name people read.
    ///   - url: the page.
    public init(name: String, url: String? = nil) {
        self.name = name
        self.url = url
    }

    /// Takes what fits of the members; the rest stays empty.
    init(_ members: JSONObject) {
        self.init(name: members["name"]?.string ?? "", url: members["url"]?.string)
    }

    /// The members of its JSON object.
    var members: JSONObject {
        var members = JSONObject()
        members["name"] = .string(name)
        members.put("url", url)
        return members
    }
}
