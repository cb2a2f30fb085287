/// What a verification found.
public struct VerifyReport: Hashable, Sendable {
    /// The result of each check, in the order in which they ran.
    public let checks: [VerifyCheck]
    /// How many documents and rows were repaired.
    public let repaired: Int

    /// Whether all checks passed, after the repair if there was one.
    public var ok: Bool { checks.allSatisfy(\.ok) }
}
