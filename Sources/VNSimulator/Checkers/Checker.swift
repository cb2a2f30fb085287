/// Holds a world against one invariant.
protocol Checker {
    /// What is checked.
    static var invariant: Invariant { get }

    init()

    /// Looks at the machines that the last step touched.
    mutating func step(_ world: World) throws

    /// Looks at everything when all is quiet.
    mutating func end(_ world: World) async throws
}

extension Checker {
    func step(_ world: World) throws {}
    func end(_ world: World) async throws {}

    /// What is thrown if the invariant does not hold.
    func violation(_ message: String) -> Violation { Violation(Self.invariant, message) }
}

/// The checkers of a run. `I12` is checked when a machine starts again, `I13` while the world
/// calms down, `I16` by running a seed twice.
enum Checkers {
    static func all() -> [any Checker] {
        [
            LimitChecker(), DotChecker(), LedgerChecker(), RepeatChecker(), GroupChecker(),
            CursorChecker(), OwnWriteChecker(), ResurrectionChecker(), LossChecker(),
            AliasChecker(),
            ConvergenceChecker(), ViewChecker(), MergeChecker(),
        ]
    }
}
