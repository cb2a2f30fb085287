internal import ArgumentParser
internal import VNModel

/// `vnsync config path`
struct ConfigPathCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "path", abstract: "Show where the settings are.")
    var purpose: Purpose { .configure }

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        if context.isJSON {
            return try context.output.json([
                ("config", .string(settings.userFile.path)),
                ("store", .string(settings.storeFile.path)),
            ])
        }
        try context.output.line(settings.userFile.path)
        try context.output.line(settings.storeFile.path)
    }
}
