/// A picture. Alt text, caption and credit are three different things.
public struct Image: Hashable, Sendable {
    /// Where the picture is.
    public var url: String?
    /// What it shows, for those who cannot see it; may be empty.
    public var alt: String
    /// What stands beneath it.
    public var caption: String?
    /// Who made it or owns it.
    public var credit: String?
    /// Its media type, `image/…`.
    public var contentType: String?
    /// Pixels across.
    public var width: Int?
    /// Pixels down.
    public var height: Int?
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    public var sha256: String?

    /// - Parameters:
    ///   - url: where the picture is.
    ///   - alt: what it shows.
    ///   - caption: what stands beneath it.
    ///   - credit: who made it or owns it.
    ///   - contentType: its media type.
    ///   - width: pixels across.
    ///   - height: pixels down.
    ///   - sha256: the SHA-256 of its bytes in hexadecimal.
    public init(
        url: String? = nil, alt: String = "", caption: String? = nil, credit: String? = nil,
        contentType: String? = nil, width: Int? = nil, height: Int? = nil, sha256: String? = nil
    ) {
        self.url = url
        self.alt = alt
        self.caption = caption
        self.credit = credit
        self.contentType = contentType
        self.width = width
        self.height = height
        self.sha256 = sha256
    }

    /// Takes what fits of the members; the rest stays empty.
    init(_ members: JSONObject) {
        self.init(
            url: members["url"]?.string, alt: members["alt"]?.string ?? "",
            caption: members["caption"]?.string, credit: members["credit"]?.string,
            contentType: members["contentType"]?.string,
            width: members["width"]?.integer.flatMap { Int(exactly: $0) },
            height: members["height"]?.integer.flatMap { Int(exactly: $0) },
            sha256: members["sha256"]?.string)
    }

    /// The members of its JSON object.
    var members: JSONObject {
        var members = JSONObject()
        members["alt"] = .string(alt)
        members.put("caption", caption)
        members.put("contentType", contentType)
        members.put("credit", credit)
        if let height { members["height"] = .integer(Int64(height)) }
        members.put("sha256", sha256)
        members.put("url", url)
        if let width { members["width"] = .integer(Int64(width)) }
        return members
    }
}
