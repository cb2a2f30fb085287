internal import VNModel
internal import VNStore
internal import VNSync

/// Keeps a store in sync until the task is cancelled, and tells what is going on.
struct SyncWatch {
    let context: Context

    /// After how long it is tried again what needs somebody first: a service has nobody to wake it
    /// when a token was renewed.
    private static let unattendedRetry: Duration = .seconds(300)

    func run(_ session: SyncSession) async throws {
        context.outcome.endsWithSignal = true
        context.note(context.messages(SyncPhrase.watching))
        var configuration = WatchConfiguration()
        configuration.noticesOtherProcesses = true
        configuration.unattendedRetry = SyncWatch.unattendedRetry
        configuration.didSync = { report in
            try await session.store.updateSearchIndex()
            try tell(report)
        }
        let watching = configuration
        try await session.withEngine { engine in
            let watcher = SyncWatcher(engine, configuration: watching)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watcher.run() }
                group.addTask { try await tell(watcher.statuses()) }
                // Whichever ends first ends the other; they end by an error or by cancelling.
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    /// What a sync moved, if it moved something.
    private func tell(_ report: SyncReport) throws {
        context.progress.finish()
        guard report.pulled.documents > 0 || report.pushed.changes > 0 else { return }
        let now = context.environment.milliseconds()
        if context.isJSON {
            try context.output.json(
                [("state", .string("synced")), ("at", .time(now))]
                    + SyncReportView.record(report))
            return try context.output.flush()
        }
        guard !context.isQuiet else { return }
        for line in SyncReportView(messages: context.messages).lines(report) {
            try context.output.line(line)
        }
        try context.output.flush()
    }

    private func tell(_ statuses: AsyncStream<SyncStatus>) async throws {
        var last: SyncStatus?
        for await status in statuses {
            try Task.checkCancellation()
            switch status {
            case .connecting: context.progress.update(.connecting)
            case .pushing(let done, let total):
                context.progress.update(.pushing, done: done, total: total)
            case .pulling(let done, let total):
                context.progress.update(.pulling, done: done, total: total)
            case .idle, .waiting, .paused, .stalled:
                context.progress.finish()
                // What lies between two equal states is no news.
                if status != last { try line(status) }
                last = status
            }
        }
        try Task.checkCancellation()
    }

    /// One line, or one JSON object, for each state that people or scripts want to know of.
    private func line(_ status: SyncStatus) throws {
        let messages = context.messages
        let (name, reason, until): (String, SyncError?, UInt64?)
        switch status {
        case .connecting, .pushing, .pulling: return
        case .idle: (name, reason, until) = ("idle", nil, nil)
        case .waiting(let time, let error): (name, reason, until) = ("waiting", error, time)
        case .paused(let error): (name, reason, until) = ("paused", error, nil)
        case .stalled(let error): (name, reason, until) = ("stalled", error, nil)
        }
        let now = context.environment.milliseconds()
        if context.isJSON {
            try context.output.json([
                ("state", .string(name)), ("code", .text(reason?.code.rawValue)),
                ("reason", .text(reason?.message)), ("until", .time(until)), ("at", .time(now)),
            ])
            return try context.output.flush()
        }
        guard let reason else { return }
        let (text, hint) = messages.error(Failure(reason))
        switch status {
        case .waiting(let until, _):
            let seconds = Int((until > now ? until - now : 0) / 1000)
            return context.note(messages(SyncPhrase.retryIn, messages.number(seconds), text))
        case .stalled where reason.code == .pushFailed:
            context.note(messages(SyncPhrase.stalled, text))
        case .stalled: context.note(messages(SyncPhrase.stopped, text))
        default: context.note(messages(SyncPhrase.paused, text))
        }
        for line in hint?.split(separator: "\n") ?? [] { context.note("    \(line)") }
    }
}
