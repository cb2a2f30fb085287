internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync
internal import VNSyncHTTP

/// `vnsync remote test`
struct RemoteTestCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "See whether a hub answers.")
    var purpose: Purpose { .testRemote }

    @Argument(help: "Its name; else the only one.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let options = RemoteOptions.named(name)
        let remote = try await context.withStore { try await options.state($0, context) }
        let started = context.environment.milliseconds()
        try await RemoteProbe.run(remote.url)
        let milliseconds = Int(context.environment.milliseconds() &- started)
        try context.result(
            [
                ("name", .string(remote.name)), ("url", .string(remote.url)),
                ("reachable", .bool(true)), ("milliseconds", .count(milliseconds)),
            ],
            context.messages(
                WritingPhrase.remoteAnswers, remote.name, context.messages.number(milliseconds)))
    }
}
