/// An id that another system has given to an article.
public struct AlternateID: Hashable, Sendable {
    /// What kind of id it is: `guid`, `wordpress` …
    public var role: String
    /// The id.
    public var value: String

    /// - Parameters:
    ///   - role: what kind of id it is.
    ///   - value: the id.
    public init(role: String, value: String) {
        self.role = role
        self.value = value
    }

    /// Takes what fits of the members; `nil` if one is missing.
    init?(_ members: JSONObject) {
        guard let role = members["role"]?.string, let value = members["value"]?.string else {
            return nil
        }
        self.init(role: role, value: value)
    }

    /// The members of its JSON object.
    var members: JSONObject {
        JSONObject([("role", .string(role)), ("value", .string(value))])
    }
}
