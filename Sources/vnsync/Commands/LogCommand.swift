internal import ArgumentParser
internal import Foundation
internal import VNModel
internal import VNStore

/// `vnsync log`
struct LogCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show what happened here, newest first.",
        discussion: """
            Changes made here, and what pulls changed in documents that were here already. The \
            first arrival of a document makes no entry.

            ↑ waits to be pushed   ✓ a hub took it   ✗ refused and held   – without effect
            ↓ arrived

            With an ID every entry says what it changed, before → after. Values of others are \
            known while they stand here and when they were superseded here; what was superseded \
            elsewhere never came here, and is said to be unknown.

            --graph draws who had seen what: each line leads from a change down to the changes \
            that its writer had seen; changes side by side were made not knowing of each other.
            ● stands now   ○ superseded   ◆ waits to be pushed   ✗ refused   – without effect
            A change on which lines meet brought several together. Where ~ stands the writer may \
            have seen less than the lines say, because the change came here together with others.

              vnsync log 0190 --graph             the history of one document
              vnsync log 0190 --graph --svg x.svg the same as a picture
              vnsync diff 0190 k3f9:12            what one change did
            """)
    var purpose: Purpose { .showLog }

    @Argument(help: "An id, or its beginning; else all documents.")
    var id: String?

    @Option(help: ArgumentHelp("Then or later.", valueName: "date"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Only changes of this replica, by its id or the beginning of it.",
            valueName: "replica"))
    var replica: String?

    @Option(
        help: ArgumentHelp(
            "How many at most (default: 20; of a graph 200).", valueName: "number"))
    var limit: Int?

    @Flag(help: "Draw the causal history.")
    var graph = false

    @Option(
        defaultAsFlag: "-", parsing: .next,
        help: ArgumentHelp(
            "The graph as SVG, into a file or to stdout; put the ID before it.",
            valueName: "file"))
    var svg: String?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        let since = try DateOption.milliseconds(
            settings.text(.since, since), "since", now: context.environment.milliseconds()
        ).map { UInt64(max(0, $0)) }
        let limit = try settings.integer(.limit, limit, in: 1...10_000)
        let svg = settings.text(.svg, svg)
        let isGraph = try svg != nil || settings.flag(.graph, graph)
        try await context.withStore { store in
            let document = try await document(store)
            let names = ReplicaNames(try await store.replicas())
            let replica = try settings.text(.replica, replica).map { try names.replica($0) }
            if isGraph {
                let graph = try await store.causalGraph(
                    of: document, since: since, replica: replica, limit: limit ?? 200)
                return try show(
                    GraphView(graph: graph, document: document, names: names, context: context),
                    svg: svg)
            }
            let entries = try await store.history(
                of: document, since: since, replica: replica, limit: limit ?? 20)
            try show(entries, LogView(context: context, names: names))
        }
    }

    private func document(_ store: ContentStore) async throws -> DocumentID? {
        guard let id else { return nil }
        return try await store.findInHistory(prefix: id)
    }

    private func show(_ entries: [HistoryEntry], _ view: LogView) throws {
        let context = view.context
        if context.isJSON {
            for entry in entries { try context.output.json(LogView.record(entry)) }
            return
        }
        if entries.isEmpty { context.note(context.messages(ReadingPhrase.nothingToList)) }
        try context.output.page(id == nil ? view.lines(entries) : try view.details(entries))
    }

    private func show(_ view: GraphView, svg: String?) throws {
        let context = view.context
        if let svg {
            let text = GraphPicture(view: view).text
            guard svg != "-" else { return try context.output.line(text) }
            do {
                try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: svg))
            } catch {
                throw Failure(
                    code: "cli.output", message: "the file \(svg) cannot be written",
                    hint: error.localizedDescription)
            }
            return
        }
        if context.isJSON {
            for record in view.records { try context.output.json(record) }
            return
        }
        if view.graph.nodes.isEmpty {
            context.note(context.messages(ReadingPhrase.nothingToList))
        }
        try context.output.page(try view.lines())
    }
}
