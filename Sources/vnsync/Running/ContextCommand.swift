internal import ArgumentParser

/// A command of ours: parsed options, one library call, something to show.
protocol ContextCommand: ParsableCommand, Sendable {
    /// The options that every command has.
    var common: CommonOptions { get }
    /// What could not be done, if it fails.
    var purpose: Purpose { get }
    /// Does it.
    func perform(_ context: Context) async throws
}

extension ContextCommand {
    /// The runner calls ``perform(_:)``; this is here for the parser's sake.
    func run() throws { preconditionFailure("the runner performs commands") }
}
