internal import Logging
internal import VNModel
internal import VNStore

extension SyncEngine {
    /// Syncs again and again, until the task is cancelled: when something is written here, and
    /// otherwise after each interval.
    ///
    /// Errors do not end it. One that may pass, a full disk too, is waited for with growing
    /// pauses; one that needs somebody is shown as ``SyncStatus/paused(reason:)`` and tried again
    /// every five minutes. Writes of other processes are noticed after the interval.
    ///
    /// - Throws: `CancellationError`; `StoreError` if the store itself fails.
    public func run() async throws {
        var attempt = 0
        while true {
            try Task.checkCancellation()
            do {
                try await sync(.both)
                attempt = 0
                try await pauseUnlessChanged()
            } catch let error as SyncError {
                try Task.checkCancellation()
                attempt += 1
                try await pause(after: error, attempt: attempt)
            } catch let error as StoreError where error.isPassing {
                attempt += 1
                let code = SyncError.Code(rawValue: error.code.rawValue)
                try await pause(
                    after: SyncError(code, error.message, isRetryable: true), attempt: attempt)
            }
        }
    }

    private func pause(after error: SyncError, attempt: Int) async throws {
        let isPassing = error.isRetryable
        let pause =
            isPassing
            ? RetryPause.before(
                attempt: attempt, random: environment.random(),
                limit: configuration.retryPauseLimit, retryAfter: error.retryAfter)
            : max(configuration.retryPauseLimit, configuration.interval)
        metrics?.noteRetry()
        logger.debug(
            "another attempt after a pause",
            metadata: ["code": "\(error.code.rawValue)", "attempt": "\(attempt)"])
        if error.code == .pushFailed {
            publish(.stalled(reason: error))
        } else if isPassing {
            let milliseconds = UInt64(max(0, pause / .milliseconds(1)))
            publish(.waiting(until: environment.milliseconds() + milliseconds, reason: error))
        } else {
            publish(.paused(reason: error))
        }
        try await environment.sleep(for: pause)
    }

    /// Waits for the interval, or for a local change.
    private func pauseUnlessChanged() async throws {
        let (environment, interval) = (environment, configuration.interval)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await environment.sleep(for: interval) }
            group.addTask { try await self.localChange() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Returns when the journal has grown since the last session looked.
    private func localChange() async throws {
        let signals = store.commitSignals()
        if try await hasNewChange() { return }
        for await _ in signals where try await hasNewChange() { return }
        // The store was closed, or the pause is over.
        throw CancellationError()
    }

    private func hasNewChange() async throws -> Bool {
        try await store.journalState().head.counter > journalHead
    }
}

extension StoreError {
    /// Whether the store may work again by itself, or once somebody has made room.
    fileprivate var isPassing: Bool {
        [.locked, .syncLocked, .diskFull].contains(code)
    }
}
