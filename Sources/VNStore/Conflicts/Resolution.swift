public import VNModel

/// What a conflict is resolved to.
public enum Resolution: Hashable, Sendable {
    /// The value that this store wrote, now or under a former id; the newest, if there are more.
    case local
    /// The newest value that others wrote.
    case remote
    /// For a block of a body: the shown value stays, and the others become blocks behind it.
    case both
    /// The value at this place of the listed order, from 1.
    case index(Int)
    /// Another value. For `deleted` it must be `null`, which keeps the article.
    case value(JSONValue)
}
