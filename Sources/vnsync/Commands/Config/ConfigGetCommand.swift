internal import ArgumentParser
internal import VNModel

/// `vnsync config get`
struct ConfigGetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show a setting.")
    var purpose: Purpose { .configure }

    @Argument(help: "Its name, such as limit.")
    var key: String

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        _ = try ConfigFile.key(key, isStore: false)
        guard let (text, origin) = context.settings.stored(key) else {
            throw Failure(code: "cli.no-such-item", message: "\(key) is not set")
        }
        if context.isJSON {
            return try context.output.json([
                ("key", .string(key)), ("value", .string(text)),
                ("origin", .string(origin.rawValue)),
            ])
        }
        try context.output.line(text)
    }
}
