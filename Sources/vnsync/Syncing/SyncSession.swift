internal import VNModel
internal import VNStore
internal import VNSync
internal import VNSyncHTTP

/// A sync of one store with one remote, as the options ask for it.
struct SyncSession {
    let context: Context
    let store: ContentStore
    let remote: RemoteState
    var configuration: SyncConfiguration

    init(
        _ context: Context, _ store: ContentStore, _ remote: RemoteState, tokenFile: String?
    ) throws {
        self.context = context
        self.store = store
        self.remote = remote
        configuration = SyncConfiguration()
        configuration.isTrusted = try context.settings.flag(.trusted, ofRemote: remote.name)
        if let path = SyncSession.tokenPath(context, remote.name, tokenFile) {
            // Read now, so that a wrong path is told at once; and again when the hub refuses it.
            _ = try TokenFile.read(path)
            configuration.token = { _ in try TokenFile.read(path) }
        }
    }

    /// The file with the token for a remote, if there is one.
    static func tokenPath(_ context: Context, _ remote: String, _ tokenFile: String?) -> String? {
        let settings = context.settings
        return (tokenFile ?? settings.stored(.tokenFile, ofRemote: remote)).map(settings.path)
    }

    /// Syncs once and shows how far it is.
    func run(_ direction: SyncDirection) async throws -> SyncReport {
        try await withEngine { engine in
            let progress = context.progress
            do {
                let report = try await engine.sync(direction) { show($0, progress) }
                progress.finish()
                return report
            } catch let error as SyncError {
                progress.finish()
                // What was exchanged before stays, and people should know of it.
                if let report = error.report, report.movedSomething { try context.show(report) }
                throw error
            }
        }
    }

    /// Shows what a sync would do.
    ///
    /// - Parameter scope: what would be wanted from now on, if that is to change.
    func rehearse(_ direction: SyncDirection, scope: Scope? = nil) async throws {
        let rehearsal = try await withEngine { try await $0.rehearse(direction, scope: scope) }
        try context.show(rehearsal)
    }

    /// Hands an engine to `body` and closes its connections whatever happens.
    func withEngine<T: Sendable>(_ body: (SyncEngine) async throws -> T) async throws -> T {
        let transport = try HTTPTransport(url: remote.url)
        let engine = SyncEngine(
            store: store, remote: remote.name, transport: transport,
            environment: context.environment, configuration: configuration)
        do {
            let result = try await body(engine)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}

extension SyncReport {
    fileprivate var movedSomething: Bool { pulled.documents > 0 || pushed.changes > 0 }
}

/// Translates what an engine does for the progress meter.
private func show(_ status: SyncStatus, _ progress: ProgressMeter) {
    switch status {
    case .connecting: progress.update(.connecting)
    case .pushing(let done, let total): progress.update(.pushing, done: done, total: total)
    case .pulling(let done, let total): progress.update(.pulling, done: done, total: total)
    case .idle, .waiting, .paused, .stalled: break
    }
}
