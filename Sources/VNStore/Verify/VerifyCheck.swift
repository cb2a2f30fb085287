/// The result of one check of a store.
public struct VerifyCheck: Hashable, Sendable {
    /// What was checked, a stable name.
    public let name: String
    /// Whether all was as it must be.
    public let ok: Bool
    /// How much was checked, or what is wrong: at most 20 cases, with ids, without content.
    public let detail: String
}
