/// How an import goes about it.
public struct ImportOptions: Hashable, Sendable {
    /// Writes nothing, but reports what would have been written.
    public var isDryRun: Bool
    /// Stops at the first failure. What stood before it is kept.
    public var isStrict: Bool

    /// - Parameters:
    ///   - isDryRun: writes nothing.
    ///   - isStrict: stops at the first failure.
    public init(isDryRun: Bool = false, isStrict: Bool = false) {
        self.isDryRun = isDryRun
        self.isStrict = isStrict
    }
}
