internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync diff`
struct DiffCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what differs in a document between two changes.",
        discussion: """
            Without a range: what you changed since the last sync, that is, before the first \
            change that no hub has taken yet, against now.

              vnsync diff 0190             since the last sync
              vnsync diff 0190 k3f9:12     what the change k3f9:12 did
              vnsync diff 0190 12..        since change 12 of this store
              vnsync diff 0190 12..7xq2:4  from that change to the one of replica 7xq2…
              vnsync diff 0190 ..12        from the last sync to change 12

            `vnsync log ID` lists the changes. Compared is what stood in this store right behind \
            each of them: a change of others counts from when it arrived here. Words that went are \
            [-like this-], words that came {+like this+}, or red and green.

            What was never here, or is no longer kept, cannot be compared: the command says so and \
            ends with 66.
            """)
    var purpose: Purpose { .showDifference }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @Argument(help: ArgumentHelp("A change, or A..B, A.. or ..B.", valueName: "range"))
    var range: String?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let document = try await store.find(prefix: id)
            let names = ReplicaNames(try await store.replicas())
            let range = try HistoryRange(range, names)
            let difference = try await store.difference(
                of: document, from: range.from, to: range.to)
            if context.isJSON {
                return try context.output.json(DifferenceView.record(difference, range))
            }
            if difference.isEmpty { context.note(context.messages(HistoryPhrase.sameAsBefore)) }
            let view = DifferenceView(
                messages: context.messages, style: context.style, names: names)
            try context.output.page(view.lines(difference, range))
        }
    }
}

/// The two moments that `diff` compares.
struct HistoryRange {
    let from: HistoryPoint
    let to: HistoryPoint

    /// The range of a text; nothing is from the last sync to now, a single change is what it did.
    ///
    /// - Throws: ``Failure`` `cli.usage`, `cli.no-such-item`, `cli.bad-input`.
    init(_ text: String?, _ names: ReplicaNames) throws {
        guard let text else {
            (from, to) = (.lastSync, .now)
            return
        }
        guard let dots = text.firstRange(of: "..") else {
            let dot = try names.dot(text)
            (from, to) = (.before(dot), .after(dot))
            return
        }
        let (left, right) = (text[..<dots.lowerBound], text[dots.upperBound...])
        from = left.isEmpty ? .lastSync : .after(try names.dot(String(left)))
        to = right.isEmpty ? .now : .after(try names.dot(String(right)))
    }
}
