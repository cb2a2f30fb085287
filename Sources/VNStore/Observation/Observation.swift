internal import VNModel

/// Answers the values of a query over time, each when it is asked for the next.
///
/// Nothing runs between two questions. What is committed meanwhile counts as one change, and a
/// value equal to the last answered is not answered again.
actor Observation<Value: Equatable & Sendable> {
    private let store: ContentStore
    private let isSearch: Bool
    private let fetch: @Sendable (StoreSession) throws -> Value
    private var last: Value?
    private var hasFailed = false
    /// The commits since the last time the value was read, as one; from the first question on.
    private var signals: AsyncStream<Void>?

    /// - Parameters:
    ///   - store: the store.
    ///   - isSearch: whether the query asks the search index, which then has to catch up first.
    ///   - fetch: reads the value.
    init(
        _ store: ContentStore, isSearch: Bool = false,
        fetch: @escaping @Sendable (StoreSession) throws -> Value
    ) {
        self.store = store
        self.isSearch = isSearch
        self.fetch = fetch
    }

    /// The next value that differs from the last; `nil` once the task is cancelled or the store
    /// closed.
    ///
    /// - Throws: ``StoreError`` of errors that do not pass by themselves.
    func next() async throws -> Value? {
        while !Task.isCancelled, !hasFailed {
            if let signals {
                let goesOn = await store.foreignCommits.watching {
                    for await _ in signals { return true }
                    return false
                }
                guard goesOn else { return nil }
            } else {
                // Before the value is read, so that no commit falls between.
                signals = store.commits.stream()
            }
            do {
                if isSearch { try await store.updateShortBacklog() }
                let value = try await store.read(fetch)
                store.metrics?.noteObservationRead()
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
        }
        return nil
    }

    /// Whether an error may be gone at the next attempt.
    private static func passes(_ error: StoreError) -> Bool {
        switch error.code {
        case .locked, .diskFull, .inputOutput, .readOnly, .database: true
        default: false
        }
    }
}
