internal import ArgumentParser
internal import VNModel

/// `vnsync version`
struct VersionCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.")
    var purpose: Purpose { .showVersion }

    /// The version of the protocol that is spoken.
    private static let protocolVersion = 1

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        if context.isJSON {
            return try context.output.json([
                ("version", .string(ProgramVersion.text)),
                ("protocol", .count(VersionCommand.protocolVersion)),
            ])
        }
        try context.output.line("vnsync \(ProgramVersion.text)")
    }
}
