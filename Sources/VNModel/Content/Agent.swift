/// A person or an organisation: a publisher or an author.
public struct Agent: Hashable, Sendable {
    /// What an agent is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A paper, an agency, a firm.
        case organization = "Organization"
        /// A human being.
        case person = "Person"
    }

    /// What it is.
    public var kind: Kind
    /// A slug that names the agent; empty if it has none yet.
    public var id: String
    /// The name people read.
    public var name: String
    /// Its page.
    public var url: String?
    /// A picture of it.
    public var logo: String?

    /// - Parameters:
    ///   - kind: what it is.
    ///   - id: a slug; if it is empty, one is made of the name where the agent is stored.
    ///   - name: the name people read.
    ///   - url: its page.
    ///   - logo: the address of a picture.
    public init(
        kind: Kind, id: String = "", name: String, url: String? = nil, logo: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.url = url
        self.logo = logo
    }

    /// Takes what fits of the members; the rest stays empty.
    init(_ members: JSONObject, id: String? = nil, kind: Kind) {
        self.init(
            kind: members["type"]?.string.flatMap { Kind(rawValue: $0) } ?? kind,
            id: id ?? members["id"]?.string ?? "", name: members["name"]?.string ?? "",
            url: members["url"]?.string, logo: members["logo"]?.string)
    }

    /// The members, of which `id` is left out where the path of a register names it.
    func members(withID: Bool = true) -> JSONObject {
        var members = JSONObject()
        if withID, !id.isEmpty { members["id"] = .string(id) }
        members.put("logo", logo)
        members["name"] = .string(name)
        members["type"] = .string(kind.rawValue)
        members.put("url", url)
        return members
    }
}

extension JSONObject {
    /// Sets a text; an absent one leaves the member out.
    mutating func put(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }
}
