/// A command that changes something; with `-n` it does everything but keep it.
///
/// The context does the rest: it hands out the store rehearsing, and answers say that nothing
/// was changed.
protocol WritingCommand: ContextCommand {
    /// Whether it only tries.
    var rehearsal: DryRunOptions { get }
    /// Whether it changes the store itself; one that only writes other files does with a store
    /// that cannot be written.
    static var changesStore: Bool { get }
}

extension WritingCommand {
    static var changesStore: Bool { true }
}
