internal import VNModel

/// Answers the values of a query over time, each when it is asked for the next.
///
/// Nothing runs between two questions. What is committed meanwhile counts as one change, and a
/// value equal to the last answered is not answered again.
actor Observation<Value: Equatable & Sendable> {
    private enum Wake { case commit, tick, end }

    private let store: ContentStore
    private let fetch: @Sendable (StoreSession) throws -> Value
    private var version: DataVersion?
    private var last: Value?
    private var hasFailed = false

    init(_ store: ContentStore, fetch: @escaping @Sendable (StoreSession) throws -> Value) {
        self.store = store
        self.fetch = fetch
    }

    /// The next value that differs from the last; `nil` once the task is cancelled or the store
    /// closed.
    ///
    /// - Throws: ``StoreError`` of errors that do not pass by themselves.
    func next() async throws -> Value? {
        while !Task.isCancelled, !hasFailed {
            // Before the value is read, so that no commit falls between.
            let signals = store.commits.stream()
            var seen: Int64?
            do {
                seen = try await dataVersion()
                let value = try await store.read(fetch)
                if value != last {
                    last = value
                    return value
                }
            } catch let error as StoreError {
                guard Observation.passes(error) else {
                    hasFailed = true
                    throw error
                }
            } catch is CancellationError {
                return nil
            }
            guard try await waits(for: signals, since: seen) else { return nil }
        }
        return nil
    }

    /// Waits until something was committed.
    ///
    /// - Parameter seen: the data version before; `nil`: it could not be read, so that the next
    ///   tick counts.
    /// - Returns: whether to go on.
    private func waits(for signals: AsyncStream<Void>, since seen: Int64?) async throws -> Bool {
        var signals = signals
        while true {
            switch await Observation.wake(signals, store.environment) {
            case .commit: return true
            case .end: return false
            case .tick:
                // The wait that was just given up ended its stream.
                signals = store.commits.stream()
                guard let seen, let now = try? await dataVersion(), now == seen else {
                    return !Task.isCancelled
                }
            }
        }
    }

    private static func wake(
        _ signals: AsyncStream<Void>, _ environment: any Environment
    ) async -> Wake {
        await withTaskGroup(of: Wake.self) { group in
            group.addTask {
                for await _ in signals { return .commit }
                return .end
            }
            group.addTask {
                do {
                    try await environment.sleep(for: StoreLimits.observationInterval)
                    return .tick
                } catch { return .end }
            }
            let first = await group.next() ?? .end
            group.cancelAll()
            return first
        }
    }

    private func dataVersion() async throws -> Int64 {
        if let version { return try await version.current() }
        let version = try DataVersion(path: store.path)
        self.version = version
        return try await version.current()
    }

    /// Whether an error may be gone at the next attempt.
    private static func passes(_ error: StoreError) -> Bool {
        switch error.code {
        case .locked, .diskFull, .inputOutput, .readOnly, .database: true
        default: false
        }
    }
}
