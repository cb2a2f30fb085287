/// Why a command could not do what it was asked for.
struct Failure: Error {
    /// A stable string; `Schema/errors.md` lists them with their exit status.
    let code: String
    /// What happened.
    let message: String
    /// How to remedy it.
    var hint: String?
    /// Seconds after which it may go better.
    var retryAfter: Int64?
    /// The code of what lies below, such as why a push failed.
    var cause: String?
}
