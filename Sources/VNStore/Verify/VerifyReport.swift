/// What a verification found.
public struct VerifyReport: Hashable, Sendable {
    /// The result of each check, in the order in which they ran.
    public let checks: [VerifyCheck]
    /// How many documents and rows were repaired.
    public let repaired: Int

    /// - Parameters:
    ///   - checks: the result of each check.
    ///   - repaired: how many documents and rows were repaired.
    package init(checks: [VerifyCheck], repaired: Int) {
        (self.checks, self.repaired) = (checks, repaired)
    }

    /// Whether all checks passed, after the repair if there was one.
    public var ok: Bool { checks.allSatisfy(\.ok) }
}
