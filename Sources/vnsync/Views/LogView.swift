internal import VNModel
internal import VNStore

/// The history, a line each.
struct LogView {
    let context: Context

    /// A line of JSON.
    static func record(_ entry: HistoryEntry) -> [(String, JSONValue?)] {
        var pairs: [(String, JSONValue?)] = [
            ("id", .text(entry.document)), ("type", .text(entry.kind?.rawValue)),
            ("paths", .array(entry.paths.map { .string($0) })), ("at", .time(entry.milliseconds)),
            ("outcome", .string(entry.outcome.rawValue)), ("code", .text(entry.code)),
            ("message", .text(entry.message)),
        ]
        switch entry.origin {
        case .local(let dot, let transaction):
            pairs += [
                ("replica", .text(dot.replica)), ("counter", .count(dot.counter)),
                ("group", .count(transaction)),
            ]
        case .arrival(let remote, let seq):
            pairs += [("remote", .string(remote)), ("seq", .count(seq))]
        }
        return pairs
    }

    /// Mark, time, origin, document and what was written.
    func lines(_ entries: [HistoryEntry]) -> [String] {
        var table = Table()
        for entry in entries {
            let origin =
                switch entry.origin {
                case .local(let dot, _): "\(dot.replica.description.prefix(4)):\(dot.counter)"
                case .arrival(let remote, _): remote
                }
            let reason = entry.code.map { " (\($0))" } ?? ""
            table.add(
                .init(mark(entry.outcome), dress: context.style.yellow),
                .init(context.dates.minute(milliseconds: entry.milliseconds)), .init(origin),
                .init(ShortID.text(entry.document), dress: context.style.dim),
                .init(entry.paths.joined(separator: ", ") + reason))
        }
        return table.lines
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
