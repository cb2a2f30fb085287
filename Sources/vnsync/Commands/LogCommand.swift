internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync log`
struct LogCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show what happened here, newest first.",
        discussion: """
            Changes made here, and what pulls changed in documents that were here already. The
            first arrival of a document makes no entry.
            """)
    static let purpose = Purpose.showLog

    @Argument(help: "An id, or its beginning; else all documents.")
    var id: String?

    @Option(help: ArgumentHelp("Then or later.", valueName: "date"))
    var since: String?

    @Option(help: ArgumentHelp("Only changes made here under this id.", valueName: "replica"))
    var replica: String?

    @Option(help: ArgumentHelp("How many at most (default: 20).", valueName: "number"))
    var limit: Int?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        let since = try DateOption.milliseconds(
            settings.text(.since, since), "since", now: context.environment.milliseconds())
        let limit = try settings.integer(.limit, limit, in: 1...10_000) ?? 20
        let entries = try await context.withStore { store in
            var document: DocumentID?
            if let id { document = try await store.find(prefix: id) }
            return try await store.history(
                of: document, since: since.map { UInt64(max(0, $0)) },
                replica: try await writer(store, settings), limit: limit)
        }
        if context.isJSON {
            for entry in entries { try context.output.json(LogView.record(entry)) }
            return
        }
        if entries.isEmpty { context.note(context.messages(ReadingPhrase.nothingToList)) }
        try context.output.page(LogView(context: context).lines(entries))
    }

    /// The replica that an id or its beginning names.
    private func writer(
        _ store: ContentStore, _ settings: Settings
    ) async throws -> ReplicaID? {
        guard let replica = settings.text(.replica, replica) else { return nil }
        let found = try await store.replicas().map(\.id).filter {
            $0.description.hasPrefix(replica.lowercased())
        }
        guard let first = found.first else {
            throw Failure(
                code: "cli.no-such-item",
                message: "no replica has an id that begins with \(replica)")
        }
        guard found.count == 1 else {
            throw Failure(
                code: "cli.bad-input", message: "several replicas begin with \(replica)",
                hint: found.map(\.description).joined(separator: "\n"))
        }
        return first
    }
}
