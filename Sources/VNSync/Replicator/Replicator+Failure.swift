internal import VNStore
internal import VNWire

// Failures: what can be done about them, and the end of a session.
extension Replicator {
    mutating func failed(_ failure: RemoteFailure, _ random: UInt64) -> [Action] {
        switch failure.kind {
        case .unauthorized: return authorize(failure)
        case .generation: return greetAgain()
        case .forked: return recover(.fork(.forked, formers: forkedFormers))
        case .tooLarge, .behind, .other: break
        }
        if case .pushing(let request) = state { return pushFailed(failure, request) }
        if case .offering = state, failure.isDenial {
            // The hub does not trust this store, or is older than offers.
            session.hasOffered = true
            return beginPull()
        }
        if case .receiving(.pull) = state { return cut(failure, random) }
        return giveUp(failure, random)
    }

    /// The session begins anew after a pause, as long as that may help.
    mutating func giveUp(_ failure: RemoteFailure, _ random: UInt64) -> [Action] {
        guard failure.error.isRetryable, attempts < configuration.retryLimit else {
            return stop(failure.error)
        }
        attempts += 1
        let pause = RetryPause.before(
            attempt: attempts, random: random, limit: configuration.retryPauseLimit,
            retryAfter: failure.error.retryAfter)
        return enter(.waiting, .wait(pause, reason: failure.error))
    }

    private mutating func authorize(_ failure: RemoteFailure) -> [Action] {
        guard !hasAskedForToken else { return stop(failure.error) }
        hasAskedForToken = true
        return enter(.authorizing, .askToken)
    }

    /// Everything that could be done is done; a failed push is told now.
    mutating func end() -> [Action] {
        guard let cause = session.pushFailure else {
            return enter(.finished, .finish(.success))
        }
        return stop(
            SyncError(
                .pushFailed, "changes could not be pushed: \(cause.message)", hint: cause.hint,
                retryAfter: cause.retryAfter, isRetryable: cause.isRetryable,
                cause: cause.cause ?? cause.code.rawValue))
    }
}
