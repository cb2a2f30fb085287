internal import ArgumentParser
internal import VNModel

/// `vnsync config set`
struct ConfigSetCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a setting, or remove it.")
    var purpose: Purpose { .configure }

    @Argument(help: "Its name, such as limit, or remotes.NAME.token-file.")
    var key: String

    @Argument(help: "Its value; without one the setting is removed.")
    var value: String?

    @Flag(help: "For this store only.")
    var local = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        var file = local ? context.settings.storeFile : context.settings.userFile
        try file.set(key, value, isStore: local)
        if context.isDryRun { try file.checkWritable() } else { try file.write(isStore: local) }
        let text =
            value.map { context.messages(WritingPhrase.set, key, $0) }
            ?? context.messages(WritingPhrase.unset, key)
        try context.result(
            [("key", .string(key)), ("value", .text(value)), ("path", .string(file.path))], text)
    }
}
