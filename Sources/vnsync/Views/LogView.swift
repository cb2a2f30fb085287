internal import VNModel
internal import VNStore
internal import VNText

/// The history, a line each; of one document with what each entry changed.
struct LogView {
    let context: Context
    let names: ReplicaNames

    /// A line of JSON.
    static func record(_ entry: HistoryEntry) -> [(String, JSONValue?)] {
        var pairs: [(String, JSONValue?)] = [
            ("id", .text(entry.document)), ("type", .text(entry.kind?.rawValue)),
            ("paths", .array(entry.paths.map { .string($0) })), ("at", .time(entry.milliseconds)),
            ("outcome", .string(entry.outcome.rawValue)), ("code", .text(entry.code)),
            ("message", .text(entry.message)), ("held", entry.heldNumber.map { .count($0) }),
            ("changes", .array(entry.changes.map(change))),
        ]
        switch entry.origin {
        case .local(let dot, let transaction):
            pairs += [
                ("replica", .text(dot.replica)), ("counter", .count(dot.counter)),
                ("group", .count(transaction)),
            ]
        case .arrival(let remote, let seq):
            pairs += [
                ("remote", .string(remote)), ("seq", .count(seq)),
                ("dots", .array(entry.dots.map(Records.dot))),
            ]
        }
        return pairs
    }

    /// One register; values that are not known are left out.
    private static func change(_ change: FieldChange) -> JSONValue {
        func values(_ values: FieldChange.Values) -> JSONValue? {
            if case .known(let values) = values { .array(values) } else { nil }
        }
        return .members([
            ("path", .string(change.path)), ("before", values(change.before)),
            ("after", values(change.after)),
            ("resolves", change.isResolution ? .bool(true) : nil),
            ("conflicts", change.makesSiblings ? .bool(true) : nil),
        ])
    }

    /// Mark, time, origin, document and what was written.
    func lines(_ entries: [HistoryEntry]) -> [String] {
        var table = Table()
        for entry in entries {
            table.add(
                .init(mark(entry.outcome), dress: context.style.yellow),
                .init(context.dates.minute(milliseconds: entry.milliseconds)),
                .init(origin(entry)),
                .init(ShortID.text(entry.document), dress: context.style.dim),
                .init(entry.paths.joined(separator: ", ") + remarks(entry)))
        }
        return table.lines
    }

    /// As ``lines(_:)``, and beneath each entry a line for each register: before → after.
    func details(_ entries: [HistoryEntry]) throws -> [String] {
        let width = try context.columns()
        let text = ValueText(messages: context.messages)
        return entries.flatMap { entry -> [String] in
            let title = [
                context.style.yellow(mark(entry.outcome)),
                context.dates.minute(milliseconds: entry.milliseconds),
                context.style.bold(SafeText.line(origin(entry))),
            ].joined(separator: "  ")
            return [title + SafeText.line(remarks(entry))]
                + entry.changes.map { change in
                    let name = "    \(SafeText.line(change.path)): "
                    if let words = change.words {
                        return name + DifferenceView.line(words, context.style)
                    }
                    let room = max(20, width - TextWidth.columns(name) - 3)
                    let (before, after) = LogView.fitted(
                        text.line(change.before), text.line(change.after), room)
                    return name + context.style.red(before) + " → " + context.style.green(after)
                }
        }
    }

    /// Two texts cut so that both together fit; a short one leaves its room to the other.
    private static func fitted(
        _ left: String, _ right: String, _ room: Int
    ) -> (String, String) {
        let widths = (TextWidth.columns(left), TextWidth.columns(right))
        let half = room / 2
        let first = max(half, room - widths.1)
        let second = max(room - half, room - widths.0)
        return (
            TextWrapping.truncated(left, to: first), TextWrapping.truncated(right, to: second)
        )
    }

    private func origin(_ entry: HistoryEntry) -> String {
        switch entry.origin {
        case .local(let dot, _): names.text(dot)
        case .arrival(let remote, _):
            ([remote] + entry.dots.map { names.text($0) }).joined(separator: " ")
        }
    }

    /// Why it was refused, where it is held, which conflicts it made or settled.
    private func remarks(_ entry: HistoryEntry) -> String {
        var result =
            entry.code.map { code in
                " (" + ([code] + [entry.message].compactMap { $0 }).joined(separator: ": ") + ")"
            } ?? ""
        if let number = entry.heldNumber {
            result += " " + context.messages(HistoryPhrase.held, String(number))
        }
        for (paths, phrase) in [
            (entry.changes.filter(\.isResolution), HistoryPhrase.settles),
            (entry.changes.filter(\.makesSiblings), HistoryPhrase.conflicting),
        ] where !paths.isEmpty {
            let list = paths.map(\.path).joined(separator: ", ")
            result += " ⚡ " + context.messages(phrase, list)
        }
        return result
    }

    private func mark(_ outcome: HistoryEntry.Outcome) -> String {
        switch outcome {
        case .pending: "↑"
        case .acknowledged: "✓"
        case .refused: "✗"
        case .withdrawn: "–"
        case .arrived: "↓"
        }
    }
}
