internal import ArgumentParser

/// The option of every command that writes.
struct DryRunOptions: ParsableArguments, Sendable {
    @Flag(name: [.customShort("n"), .long], help: "Check everything, change nothing.")
    var dryRun = false
}
