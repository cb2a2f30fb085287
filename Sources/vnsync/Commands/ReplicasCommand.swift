internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync replicas`
struct ReplicasCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "replicas",
        abstract: "Show the replicas whose changes are here.")
    var purpose: Purpose { .showReplicas }

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let replicas = try await context.withStore { try await $0.replicas() }
        if context.isJSON {
            let elements = replicas.map {
                JSONValue.members([
                    ("id", .text($0.id)), ("counter", .count($0.counter)),
                    ("own", .bool($0.isOwn)), ("current", .bool($0.isCurrent)),
                ])
            }
            return try context.output.json([("replicas", .array(elements))])
        }
        var table = Table()
        for replica in replicas {
            let role: StatusPhrase =
                replica.isCurrent ? .current : replica.isOwn ? .former : .elsewhere
            table.add(
                .init(replica.id.description), .init("\(replica.counter)", isRight: true),
                .init(context.messages(role)))
        }
        for line in table.lines { try context.output.line(line) }
    }
}
