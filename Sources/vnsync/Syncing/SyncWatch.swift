internal import VNModel
internal import VNStore
internal import VNSync

/// Syncs until the task is cancelled, and tells what is going on.
struct SyncWatch {
    let context: Context
    let interval: Duration

    func run(_ session: SyncSession) async throws {
        context.outcome.endsWithSignal = true
        let seconds = Int(interval.components.seconds)
        context.note(context.messages(SyncPhrase.watching, "\(max(1, seconds)) s"))
        try await session.withEngine { engine in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await engine.run() }
                group.addTask { try await tell(engine, session.store) }
                // Whichever ends first ends the other; they end by an error or by cancelling.
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func tell(_ engine: SyncEngine, _ store: ContentStore) async throws {
        var last: SyncStatus?
        var isIdle = false
        for await status in await engine.statuses() where status != last {
            try Task.checkCancellation()
            last = status
            switch status {
            case .connecting: context.progress.update(.connecting)
            case .pushing(let done, let total):
                context.progress.update(.pushing, done: done, total: total)
            case .pulling(let done, let total):
                context.progress.update(.pulling, done: done, total: total)
            case .idle:
                context.progress.finish()
                try await store.updateSearchIndex()
            case .waiting, .paused, .stalled: context.progress.finish()
            }
            switch status {
            case .connecting, .pushing, .pulling: continue
            case .idle where isIdle: continue
            default: isIdle = status == .idle
            }
            try line(status)
        }
        try Task.checkCancellation()
    }

    /// One line, or one JSON object, for each state that people or scripts want to know of.
    private func line(_ status: SyncStatus) throws {
        let messages = context.messages
        let (name, reason): (String, SyncError?)
        switch status {
        case .connecting, .pushing, .pulling: return
        case .idle: (name, reason) = ("idle", nil)
        case .waiting(_, let error): (name, reason) = ("waiting", error)
        case .paused(let error): (name, reason) = ("paused", error)
        case .stalled(let error): (name, reason) = ("stalled", error)
        }
        if context.isJSON {
            try context.output.json([
                ("state", .string(name)), ("code", .text(reason?.code.rawValue)),
                ("reason", .text(reason?.message)),
                ("at", .time(context.environment.milliseconds())),
            ])
            return try context.output.flush()
        }
        guard let reason else { return }
        let text = messages.error(Failure(reason)).message
        switch status {
        case .waiting(let until, _):
            let now = context.environment.milliseconds()
            let seconds = Int((until > now ? until - now : 0) / 1000)
            context.note(messages(SyncPhrase.retryIn, messages.number(seconds), text))
        case .stalled: context.note(messages(SyncPhrase.stalled, text))
        default: context.note(messages(SyncPhrase.paused, text))
        }
    }
}
