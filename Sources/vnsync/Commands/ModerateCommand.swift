internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync moderate`
struct ModerateCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "moderate",
        abstract: "Show the comments that wait, or decide about comments.",
        discussion: """
            The queue pending holds what nobody has decided about, flagged what was withheld.
            All of them or none: one id that is wrong, and nothing is decided.
            """)
    var purpose: Purpose { .moderate }

    @Argument(help: "approve, reject, spam or withhold; without it the queue is shown.")
    var decision: ModerationDecision?

    @Argument(help: "Ids of comments, or their beginnings.")
    var ids: [String] = []

    @Option(help: ArgumentHelp("pending or flagged.", valueName: "name"))
    var queue: ModerationQueue?

    @Option(help: ArgumentHelp("offensive, abusive, spam, links, bannedWord, offTopic, other."))
    var reason: ModerationReason?

    @Option(name: .customLong("as"), help: ArgumentHelp("Who decides.", valueName: "name"))
    var asName: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard decision == nil || !ids.isEmpty else {
            throw ValidationError("name the comments that are decided about")
        }
    }

    func perform(_ context: Context) async throws {
        if let decision {
            try await decide(decision, context)
        } else {
            try await showQueue(context)
        }
    }

    private func showQueue(_ context: Context) async throws {
        let queue = try context.settings.choice(.queue, queue) ?? .pending
        var query = CommentQuery(state: queue == .pending ? .pending : .withheld)
        let result = try await context.withStore { store in
            try await page.collect(context) { limit, after in
                query.limit = limit
                query.after = after
                return try await store.comments(query)
            }
        }
        if context.isJSON {
            for (index, entry) in result.elements.enumerated() {
                let isLast = index == result.elements.count - 1
                try context.output.json(Records.comment(entry, next: isLast ? result.next : nil))
            }
            return
        }
        if result.elements.isEmpty { context.note(context.messages(WritingPhrase.queueEmpty)) }
        let view = QueueView(
            style: context.style, dates: context.dates, width: try context.width())
        try context.output.page(view.lines(result.elements))
        if let next = result.next { context.note(context.messages(ReadingPhrase.more, next)) }
    }

    private func decide(_ decision: ModerationDecision, _ context: Context) async throws {
        let moderation = Moderation(
            status: decision.status, by: context.settings.text(.asName, asName),
            at: context.now.rfc3339,
            reason: try context.settings.choice(.reason, reason)
                .flatMap { Moderation.Reason(rawValue: $0.rawValue) })
        let receipts = try await context.withStore { store in
            try await store.moderate(try await store.find(ids, .comment), moderation)
        }
        let state = StatePhrase(decision.status).map { context.messages($0) } ?? ""
        for receipt in receipts {
            let id = receipt.id.description
            try context.result(
                Records.receipt(receipt),
                context.messages(WritingPhrase.moderated, id, state), essence: id)
        }
    }
}

extension ModerationDecision {
    /// What is decided.
    fileprivate var status: CommentStatus {
        switch self {
        case .approve: .approved
        case .reject: .rejected
        case .spam: .spam
        case .withhold: .withheld
        }
    }
}

/// Why a moderator decides so, for ``ModerateCommand``.
enum ModerationReason: String, CaseIterable, ExpressibleByArgument {
    case offensive, abusive, spam, links, bannedWord, offTopic, other
}
