internal import VNModel
internal import VNStore

/// What `status` shows.
struct StatusView {
    let context: Context
    let statistics: StoreStatistics
    let remotes: [RemoteState]

    /// A clock that differs by more is worth a remark.
    private static let skewLimitMilliseconds: Int64 = 60_000

    /// The JSON.
    var record: [(String, JSONValue?)] {
        [
            (
                "store",
                .members([
                    ("path", .string(context.settings.storePath)),
                    ("replica", .text(statistics.replica)), ("name", .text(statistics.name)),
                    ("schema", .count(statistics.schema)),
                    ("articles", .count(statistics.articles)),
                    ("comments", .count(statistics.comments)),
                    ("bytes", .count(statistics.bytes)),
                ])
            ),
            ("remotes", .array(remotes.map { .members(RemoteRecord.members($0)) })),
            ("pending", .count(statistics.pending)), ("refused", .count(statistics.refused)),
            ("conflicts", .count(statistics.conflicts)), ("clock", statistics.clock.json),
        ]
    }

    /// One `key value` a line.
    var porcelain: [String] {
        var lines = [
            "replica \(statistics.replica)", "articles \(statistics.articles)",
            "comments \(statistics.comments)", "pending \(statistics.pending)",
            "refused \(statistics.refused)", "conflicts \(statistics.conflicts)",
        ]
        for remote in remotes {
            lines.append(
                "remote \(SafeText.line(remote.name)) \(RemoteRecord.state(remote)) "
                    + SafeText.line(remote.url))
        }
        return lines
    }

    /// For people.
    var lines: [String] {
        let messages = context.messages
        var table = Table()
        func row(_ title: StatusPhrase, _ text: String) {
            table.add(.init(messages(title), dress: context.style.bold), .init(text))
        }
        let name = statistics.name.map { " (\($0))" } ?? ""
        row(.store, context.settings.storePath + name)
        row(
            .content,
            [
                messages(StatusPhrase.articles, count: statistics.articles),
                messages(StatusPhrase.comments, count: statistics.comments),
                messages.bytes(statistics.bytes),
            ].joined(separator: " · "))
        if remotes.isEmpty { row(.remote, messages(StatusPhrase.noRemote)) }
        for remote in remotes {
            row(.remote, "\(remote.name) · \(remote.url)")
            table.add(.init(""), .init(RemoteRecord.sentence(remote, context)))
        }
        return table.lines + [""] + next
    }

    /// What waits, and the command that helps.
    private var next: [String] {
        let messages = context.messages
        var lines: [String] = []
        func line(_ mark: String, _ phrase: StatusPhrase, _ count: Int, _ remedy: StatusPhrase) {
            guard count > 0 else { return }
            lines.append("\(mark) \(messages(phrase, count: count)) — \(messages(remedy))")
        }
        line("↑", .pending, statistics.pending, remotes.isEmpty ? .nextAddRemote : .nextPush)
        line("✗", .held, statistics.refused, .nextHeld)
        line("⚡", .conflicts, statistics.conflicts, .nextConflicts)
        if remotes.isEmpty, statistics.pending == 0 {
            lines.append("→ " + messages(StatusPhrase.nextAddRemote))
        }
        for remote in remotes {
            if remote.lastSuccess == nil || remote.lastError != nil {
                lines.append("→ " + messages(StatusPhrase.nextSync))
            }
            if let reason = remote.recovery {
                let what = messages(
                    reason == .generation ? RecoveryPhrase.hubChanged : .storeCopied)
                lines.append("↻ \(what) \(messages(RecoveryPhrase.goesOn))")
            }
            let skew = abs(remote.clockSkew ?? 0)
            if skew > Self.skewLimitMilliseconds {
                let seconds = messages.number(Int(skew / 1000))
                lines.append(context.style.yellow("! " + messages(StatusPhrase.clockSkew, seconds)))
            }
        }
        return lines.isEmpty ? [context.style.green(messages(StatusPhrase.allGood))] : lines
    }
}
