internal import ArgumentParser
internal import VNModel

/// `vnsync config list`
struct ConfigListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all settings that are set.")
    var purpose: Purpose { .configure }

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
