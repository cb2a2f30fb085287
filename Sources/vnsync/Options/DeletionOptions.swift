internal import ArgumentParser

/// How many documents a pull may delete.
struct DeletionOptions: ParsableArguments, Sendable {
    /// Documents that one pull may delete unless told otherwise.
    private static let standard = 1000

    @Option(
        help: ArgumentHelp(
            "Refuse to delete more documents than this (default: 1000).", valueName: "number"))
    var maxDelete: Int?

    func limit(_ context: Context) throws -> Int {
        try context.settings.integer(.maxDelete, maxDelete, in: 0...Int(Int32.max))
            ?? DeletionOptions.standard
    }
}
