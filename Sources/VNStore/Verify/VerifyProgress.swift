/// How far a verification is.
public struct VerifyProgress: Hashable, Sendable {
    /// The check that is running.
    public let check: String
    /// Rows that this check has looked at.
    public let done: Int
    /// Rows that this check will look at; 0 if it cannot say.
    public let total: Int
}
