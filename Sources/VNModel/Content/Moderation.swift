/// What a moderator decided about a comment.
public struct Moderation: Hashable, Sendable {
    /// Why.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It hurts somebody.
        case offensive
        /// It attacks somebody.
        case abusive
        /// It advertises.
        case spam
        /// It has too many links, or bad ones.
        case links
        /// It has a word that the house does not print.
        case bannedWord
        /// It is about something else.
        case offTopic
        /// Something else.
        case other
    }

    /// What was decided; never ``CommentStatus/deleted``.
    public var status: CommentStatus
    /// Who decided.
    public var by: String?
    /// RFC 3339 time of the decision.
    public var at: String?
    /// Why.
    public var reason: Reason?
    /// A remark for other moderators.
    public var note: String?

    /// - Parameters:
    ///   - status: what was decided, not `deleted`.
    ///   - by: who decided.
    ///   - at: RFC 3339 time.
    ///   - reason: why.
    ///   - note: a remark for other moderators.
    public init(
        status: CommentStatus, by: String? = nil, at: String? = nil, reason: Reason? = nil,
        note: String? = nil
    ) {
        precondition(status != .deleted, "deleting is no moderation")
        self.status = status
        self.by = by
        self.at = at
        self.reason = reason
        self.note = note
    }

    /// Takes what fits of the members. A status of a newer version is read as `withheld`, a
    /// reason as `other`.
    init(_ members: JSONObject) {
        var status = members["status"]?.string.flatMap { CommentStatus(rawValue: $0) }
        if status == .deleted { status = nil }
        self.init(
            status: status ?? .withheld, by: members["by"]?.string, at: members["at"]?.string,
            reason: members["reason"]?.string.map { Reason(rawValue: $0) ?? .other },
            note: members["note"]?.string)
    }

    /// The members of the register's value; the public JSON has `status` elsewhere.
    package func members(withStatus: Bool = true) -> JSONObject {
        var members = JSONObject()
        members.put("at", at)
        members.put("by", by)
        members.put("note", note)
        members.put("reason", reason?.rawValue)
        if withStatus { members["status"] = .string(status.rawValue) }
        return members
    }
}
