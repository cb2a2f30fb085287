internal import VNModel
internal import VNStore
internal import VNSync

/// What a sync did, for people and for scripts.
struct SyncReportView {
    let messages: Messages

    /// The JSON of `pull`, `push` and `sync`.
    static func record(_ report: SyncReport) -> [(String, JSONValue?)] {
        [
            (
                "pulled",
                .members([
                    ("documents", .count(report.pulled.documents)),
                    ("bytes", .count(report.pulled.bytes)), ("new", .count(report.pulled.new)),
                    ("changed", .count(report.pulled.changed)),
                    ("deleted", .count(report.pulled.deleted)),
                    ("evicted", .count(report.pulled.evicted)),
                ])
            ),
            (
                "pushed",
                .members([
                    ("changes", .count(report.pushed.changes)),
                    ("applied", .count(report.pushed.applied)),
                    ("merged", .count(report.pushed.merged)),
                    ("duplicate", .count(report.pushed.duplicate)),
                    ("refused", .count(report.pushed.refused)),
                    ("bytes", .count(report.pushed.bytes)),
                ])
            ),
            ("roundTrips", .count(report.roundTrips)), ("seconds", JSONValue(report.seconds)),
            ("cursor", .text(report.cursor)), ("conflicts", .count(report.conflicts)),
            ("mismatch", report.mismatch.map { .members($0.record) }),
            (
                "recovery",
                report.recovery.map { recovery in
                    .members([
                        ("reason", .string(recovery.reason.rawValue)),
                        ("changes", .count(recovery.changes)),
                        ("removed", .count(recovery.removed)),
                        ("complete", .bool(recovery.isComplete)),
                    ])
                }
            ),
        ]
    }

    /// The JSON of the same with `-n`.
    static func record(_ rehearsal: SyncRehearsal) -> [(String, JSONValue?)] {
        record(rehearsal.report).filter { $0.0 != "recovery" } + [
            ("pull", .bool(rehearsal.needsPull)),
            ("recovery", rehearsal.recovery.map { .members([("reason", .string($0.rawValue))]) }),
        ]
    }

    /// The lines for people.
    func lines(_ rehearsal: SyncRehearsal) -> [String] {
        var lines: [String] = []
        if let reason = rehearsal.recovery {
            lines.append(messages(reason == .generation ? RecoveryPhrase.hubChanged : .storeCopied))
        }
        let changes = rehearsal.report.pushed.changes
        if changes > 0 { lines.append(messages(StatusPhrase.pending, count: changes)) }
        if rehearsal.needsPull { lines.append(messages(SyncPhrase.hubHasMore)) }
        return lines.isEmpty ? [messages(SyncPhrase.upToDate)] : lines
    }

    /// One sentence about a recovery.
    private func line(_ recovery: SyncReport.Recovery) -> String {
        let isHub = recovery.reason == .generation
        guard recovery.isComplete else {
            let what = messages(isHub ? RecoveryPhrase.hubChanged : .storeCopied)
            return what + " " + messages(RecoveryPhrase.goesOn)
        }
        let what = messages(isHub ? RecoveryPhrase.hubRecovered : .storeRecovered)
        guard recovery.removed > 0 else { return what }
        return what + " " + messages(RecoveryPhrase.removed, count: recovery.removed)
    }

    /// The lines for people.
    func lines(_ report: SyncReport) -> [String] {
        var lines: [String] = []
        let (pulled, pushed) = (report.pulled, report.pushed)
        if let recovery = report.recovery { lines.append(line(recovery)) }
        if pushed.changes > 0 {
            let merged = messages.number(pushed.merged)
            let detail = pushed.merged > 0 ? messages(SyncPhrase.pushedDetail, merged) : ""
            lines.append(messages(SyncPhrase.pushed, count: pushed.changes, detail))
        }
        let counts = [pulled.new, pulled.changed, pulled.deleted, pulled.evicted]
        if counts.contains(where: { $0 > 0 }) {
            let texts = counts.map(messages.number)
            let detail = messages(
                SyncPhrase.pulledDetail, texts[0], texts[1], texts[2], texts[3])
            lines.append(messages(SyncPhrase.pulled, detail))
        }
        if lines.isEmpty { lines.append(messages(SyncPhrase.upToDate)) }
        if pushed.refused > 0 {
            lines.append(messages(SyncPhrase.refused, count: pushed.refused))
        }
        if let mismatch = report.mismatch {
            if mismatch.repaired > 0 {
                lines.append(
                    messages(SyncPhrase.mismatchRepaired, count: mismatch.repaired))
            }
            if !mismatch.isEqual { lines.append(messages(SyncPhrase.mismatchLeft)) }
        }
        if report.conflicts > 0 {
            lines.append(messages(SyncPhrase.conflicts, count: report.conflicts))
        }
        return lines
    }
}

extension Context {
    /// Shows what a sync would do.
    func show(_ rehearsal: SyncRehearsal) throws {
        let lines = SyncReportView(messages: messages).lines(rehearsal)
        try result(SyncReportView.record(rehearsal), lines.joined(separator: "\n"))
    }

    /// Shows what a clone brought.
    func show(_ report: SyncReport, _ snapshot: SnapshotReport?) throws {
        guard let snapshot else { return try show(report) }
        if isJSON {
            let members: [(String, JSONValue?)] = [
                ("documents", .count(snapshot.documents)), ("bytes", .count(snapshot.bytes)),
                ("resumed", .count(snapshot.resumed)),
            ]
            return try output.json(
                SyncReportView.record(report) + [("snapshot", .members(members))])
        }
        guard !isQuiet else { return }
        var text = messages(
            ClonePhrase.fromSnapshot, count: snapshot.documents, messages.bytes(snapshot.bytes))
        if snapshot.resumed > 0 {
            text += " " + messages(ClonePhrase.resumed, messages.bytes(snapshot.resumed))
        }
        try output.line(text)
        try show(report)
    }

    /// Shows what a sync did; refused changes make the status `partial`.
    func show(_ report: SyncReport) throws {
        if report.pushed.refused > 0 { outcome.status = .partial }
        if isJSON { return try output.json(SyncReportView.record(report)) }
        guard !isQuiet else { return }
        for line in SyncReportView(messages: messages).lines(report) { try output.line(line) }
    }
}
