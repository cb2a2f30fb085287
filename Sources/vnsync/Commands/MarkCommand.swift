internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync mark`
struct MarkCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Mark articles as read, unread, starred or not starred.",
        usage: "vnsync mark <id> ... read|unread|star|unstar",
        discussion: "Marks stay in this store and are never sent.")
    var purpose: Purpose { .mark }

    @Argument(help: "Ids, then read, unread, star or unstar.")
    var words: [String]

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard words.count >= 2, words.last.flatMap({ MarkAction(rawValue: $0) }) != nil else {
            throw ValidationError(
                "after the ids comes one of read, unread, star and unstar")
        }
    }

    func perform(_ context: Context) async throws {
        guard let action = words.last.flatMap({ MarkAction(rawValue: $0) }) else { return }
        let ids = try await context.withStore { store in
            let ids = try await store.find(Array(words.dropLast()), .article)
            switch action {
            case .read: try await store.mark(ids, read: true)
            case .unread: try await store.mark(ids, read: false)
            case .star: try await store.mark(ids, starred: true)
            case .unstar: try await store.mark(ids, starred: false)
            }
            return ids
        }
        try context.result(
            [
                ("ids", .array(ids.map { .string($0.description) })),
                ("action", .string(action.rawValue)),
            ], context.messages(WritingPhrase.marked, count: ids.count))
    }
}

extension ContentStore {
    /// The documents that some beginnings of ids name.
    func find(_ prefixes: [String], _ kind: DocumentKind) async throws -> [DocumentID] {
        var ids: [DocumentID] = []
        for prefix in prefixes { ids.append(try await find(prefix: prefix, kind: kind)) }
        return ids
    }
}
