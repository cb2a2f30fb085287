internal import ArgumentParser

/// The option of every command that writes.
struct DryRunOptions: ParsableArguments, Sendable {
    @Flag(
        name: [.customShort("n"), .long],
        help: """
            Only try it: every check of the real run is made, with its errors and exit codes, and \
            the answer is what would be written; nothing is changed.
            """)
    var dryRun = false
}
