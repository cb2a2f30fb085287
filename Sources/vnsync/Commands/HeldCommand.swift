internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync held`
struct HeldCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "Changes that were refused or stranded, with the reason.",
        discussion: """
            show tells all about one; retry makes it anew on the document as it stands now;
            discard lets go of it for good. Numbers are those of the list.
            """)

    /// What is done with a held change.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case list, show, retry, discard
    }

    @Argument(help: "list, show, retry or discard.")
    var action: Action = .list

    @Argument(help: "The number of a held change.")
    var number: Int?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    var purpose: Purpose {
        switch action {
        case .list: .listHeld
        case .show: .showHeld
        case .retry: .retryHeld
        case .discard: .discardHeld
        }
    }

    func validate() throws {
        guard (action == .list) == (number == nil) else {
            throw ValidationError("show, retry and discard take the number of one held change")
        }
    }

    func perform(_ context: Context) async throws {
        guard let number else { return try await list(context) }
        try await context.withStore { store in
            let held = try await store.heldChange(number)
            switch action {
            case .list, .show:
                if context.isJSON { return try context.output.json(HeldView.record(held)) }
                let view = HeldView(context: context)
                for line in try view.details(held) { try context.output.line(line) }
            case .retry:
                try context.result(
                    Records.receipt(try await store.retryHeld(number)),
                    context.messages(WritingPhrase.retried, "\(number)"))
            case .discard:
                try await store.discardHeld(number)
                try context.result(
                    [("number", .count(number)), ("discarded", .bool(true))],
                    context.messages(WritingPhrase.discarded, "\(number)"))
            }
        }
    }

    private func list(_ context: Context) async throws {
        let held = try await context.withStore { try await $0.heldChanges() }
        if context.isJSON {
            for change in held { try context.output.json(HeldView.record(change)) }
            return
        }
        if held.isEmpty { context.note(context.messages(WritingPhrase.noHeld)) }
        for line in HeldView(context: context).lines(held) { try context.output.line(line) }
    }
}
