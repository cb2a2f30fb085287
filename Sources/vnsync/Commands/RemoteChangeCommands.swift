internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote add`
struct RemoteAddCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a hub.")
    static let purpose = Purpose.changeRemotes

    @Argument(help: "Its name, such as origin.")
    var name: String

    @Argument(help: "Its address: http://, https:// or unix:PATH.")
    var url: String

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try RemoteAddress.check(url)
        let scope = try scope.scope(context) ?? Scope()
        try await context.withStore { try await $0.addRemote(name, url: url, scope: scope) }
        try context.result(
            [("name", .string(name)), ("url", .string(url))],
            context.messages(WritingPhrase.addedRemote, name))
    }
}

/// `vnsync remote remove`
struct RemoteRemoveCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a hub; the content stays, and so do changes not yet pushed.")
    static let purpose = Purpose.changeRemotes

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { try await $0.removeRemote(name) }
        try context.result(
            [("name", .string(name)), ("removed", .bool(true))],
            context.messages(WritingPhrase.removedRemote, name))
    }
}

/// `vnsync remote set-url`
struct RemoteSetURLCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-url", abstract: "Tell that a hub has moved to another address.")
    static let purpose = Purpose.changeRemotes

    @Argument(help: "Its name.")
    var name: String

    @Argument(help: "Its new address. It must be the same hub.")
    var url: String

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try RemoteAddress.check(url)
        try await context.withStore { try await $0.setURL(url, ofRemote: name) }
        try context.result(
            [("name", .string(name)), ("url", .string(url))],
            context.messages(WritingPhrase.changedRemote, name, url))
    }
}
