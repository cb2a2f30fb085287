internal import ArgumentParser
internal import VNModel

/// `vnsync config get`
struct ConfigGetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show a setting.")
    static let purpose = Purpose.configure

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

/// `vnsync config set`
struct ConfigSetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a setting, or remove it.")
    static let purpose = Purpose.configure

    @Argument(help: "Its name, such as limit, or remotes.NAME.token-file.")
    var key: String

    @Argument(help: "Its value; without one the setting is removed.")
    var value: String?

    @Flag(help: "For this store only.")
    var local = false

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        var file = local ? context.settings.storeFile : context.settings.userFile
        try file.set(key, value, isStore: local)
        let text =
            value.map { context.messages(WritingPhrase.set, key, $0) }
            ?? context.messages(WritingPhrase.unset, key)
        try context.result(
            [("key", .string(key)), ("value", .text(value)), ("path", .string(file.path))], text)
    }
}

/// `vnsync config list`
struct ConfigListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all settings that are set.")
    static let purpose = Purpose.configure

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        let names = Set(SettingKey.allCases.filter(\.isStanding).map(\.rawValue))
            .union(settings.userFile.values.keys).union(settings.storeFile.values.keys)
        var table = Table()
        var members: [(String, JSONValue?)] = []
        for name in names.sorted() {
            guard let (text, origin) = settings.stored(name) else { continue }
            table.add(.init(name), .init(text), .init(origin.rawValue, dress: context.style.dim))
            members.append(
                (
                    name,
                    .members([("value", .string(text)), ("origin", .string(origin.rawValue))])
                ))
        }
        if context.isJSON { return try context.output.json([("settings", .members(members))]) }
        for line in table.lines { try context.output.line(line) }
    }
}

/// `vnsync config path`
struct ConfigPathCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "path", abstract: "Show where the settings are.")
    static let purpose = Purpose.configure

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
