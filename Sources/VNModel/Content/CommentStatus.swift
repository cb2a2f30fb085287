/// Where a comment stands with the moderators.
public enum CommentStatus: String, Hashable, Sendable, CaseIterable {
    /// Nobody has decided yet.
    case pending
    case approved
    case rejected
    case spam
    case withheld
    /// Its author or a moderator deleted it; never a moderation.
    case deleted
}
