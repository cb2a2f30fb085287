/// A command that changes something; with `-n` it does everything but keep it.
///
/// The context does the rest: it hands out the store rehearsing, and answers say that nothing
/// was changed.
protocol WritingCommand: ContextCommand {
    /// Whether it only tries.
    var rehearsal: DryRunOptions { get }
}
