/// Where a comment stands with the moderators.
public enum CommentStatus: String, Hashable, Sendable, CaseIterable {
    /// Nobody has decided yet.
    case pending
    /// Readers may see it.
    case approved
    /// A moderator turned it down.
    case rejected
    /// It advertises.
    case spam
    /// A moderator took it back for the time being.
    case withheld
    /// Its author or a moderator deleted it; never a moderation.
    case deleted
}
