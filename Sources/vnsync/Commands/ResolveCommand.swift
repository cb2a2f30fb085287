internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync resolve`
struct ResolveCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settle a conflict.",
        discussion: """
            local is what was written here, remote the newest from elsewhere, both keeps all
            versions of a paragraph one after the other, N is the number that `conflicts` shows.
            --edit opens an editor on the shown value.
            """)
    var purpose: Purpose { .resolve }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @Option(help: ArgumentHelp("The field; needed if several conflict.", valueName: "path"))
    var field: String?

    @Option(help: ArgumentHelp("local, remote, both or a number.", valueName: "which"))
    var take: String?

    @Flag(help: "Write another value in an editor.")
    var edit = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (take != nil) != edit else {
            throw ValidationError("say either --take or --edit")
        }
        if let take, ResolveCommand.resolution(take) == nil {
            throw ValidationError("--take is local, remote, both or a number from 1")
        }
    }

    func perform(_ context: Context) async throws {
        let field = context.settings.text(.field, field)
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: id)
            let conflicts = try await store.conflicts(id)
            let chosen = conflicts.first { field == nil || $0.path == field }
            let take: Resolution
            if let text = self.take, let resolution = ResolveCommand.resolution(text) {
                take = resolution
            } else {
                take = .value(try edited(chosen, context))
            }
            return try await store.resolve(id, path: field, take: take)
        }
        try context.show(receipt, .resolved)
    }

    /// The shown value as the user leaves it in the editor.
    private func edited(_ conflict: Conflict?, _ context: Context) throws -> JSONValue {
        guard let conflict, let shown = conflict.values.first(where: \.isShown)?.value else {
            throw Failure(code: "cli.no-such-item", message: "there is no such conflict")
        }
        let isText = shown.string != nil || shown["text"] != nil
        let before = shown.string ?? shown["text"]?.string ?? shown.canonicalText
        var text = try ChildProcess.edit(before + "\n", with: context.settings.editor)
        while text.hasSuffix("\n") { text.removeLast() }
        guard isText else { return try JSONValue(parsing: text) }
        guard var members = shown.object else { return .string(text) }
        members["text"] = .string(text)
        return .object(members)
    }

    private static func resolution(_ text: String) -> Resolution? {
        switch text {
        case "local": .local
        case "remote": .remote
        case "both": .both
        default: Int(text).flatMap { $0 >= 1 ? .index($0) : nil }
        }
    }
}
