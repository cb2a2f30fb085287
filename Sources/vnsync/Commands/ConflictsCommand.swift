internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync conflicts`
struct ConflictsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "Show what was changed at several places at once.",
        discussion: """
            Nothing is lost in a conflict: one value is shown to readers, the others are kept
            until somebody settles it with `resolve` or edits the field again.
            """)
    var purpose: Purpose { .showConflicts }

    @Argument(help: "An id, or its beginning; else all documents.")
    var id: String?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (conflicts, own) = try await context.withStore { store in
            var document: DocumentID?
            if let id { document = try await store.find(prefix: id) }
            return (try await store.conflicts(document), try await store.statistics().replica)
        }
        if context.isJSON {
            for conflict in conflicts { try context.output.json(Records.conflict(conflict)) }
            return
        }
        if conflicts.isEmpty { context.note(context.messages(WritingPhrase.noConflicts)) }
        let view = ConflictView(
            messages: context.messages, style: context.style, dates: context.dates,
            width: try context.width(), own: own)
        try context.output.page(conflicts.flatMap(view.lines))
    }
}
