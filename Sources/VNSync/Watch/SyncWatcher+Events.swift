internal import VNModel
internal import VNStore
internal import VNWire

// What the hub tells.
extension SyncWatcher {
    /// Keeps a stream of events open while that makes sense.
    func listenAgainAndAgain() async throws {
        let isAble = configuration.usesEvents && engine.canListen
        var attempt = 0
        while true {
            try Task.checkCancellation()
            guard isAble, plan.wantsEvents else {
                await eventBell.wait()
                continue
            }
            let start = environment.nanoseconds()
            let failure = try await listen()
            let now = environment.nanoseconds()
            plan.endListening(at: now)
            bell.ring()
            let isStable = (now - start) / 1_000_000_000 >= SyncLimits.eventStableSeconds
            attempt = isStable ? 1 : attempt + 1
            let pause = pause(after: failure, attempt: attempt)
            let until = now + UInt64(pause / .nanoseconds(1))
            let wakesBefore = wakes
            while environment.nanoseconds() < until, wakes == wakesBefore {
                try Task.checkCancellation()
                try await self.pause(until: until, eventBell)
            }
            // The app says that things are different now.
            if wakes != wakesBefore { attempt = 0 }
        }
    }

    private func pause(after failure: SyncError?, attempt: Int) -> Duration {
        if let failure, failure.cause == WireCode.notFound || failure.cause == WireCode.method {
            return SyncLimits.eventAbsence
        }
        return RetryPause.before(
            attempt: attempt, random: environment.random(),
            limit: engine.retryPauseLimit, retryAfter: failure?.retryAfter)
    }

    /// Listens until the stream ends.
    ///
    /// - Returns: why it could not be opened or went on no longer; `nil` if it just ended.
    private func listen() async throws -> SyncError? {
        do {
            guard let body = try await engine.openEvents(after: try await engine.cursor()) else {
                return nil
            }
            var parser = EventStreamParser()
            while let bytes = try await next(body) {
                if !plan.isListening {
                    plan.beginListening(at: environment.nanoseconds())
                    publishPhase()
                    bell.ring()
                }
                for event in try parser.append(bytes) where event.name == HeadEvent.name {
                    // The id is enough; who sends other data speaks another version.
                    _ = try HeadEvent(parsing: Array(event.data.utf8))
                    eventID = event.id
                    if !isSyncing { try await followEvent() }
                }
            }
            return nil
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as StoreError {
            throw error
        } catch let error as RemoteFailure {
            return error.error
        } catch {
            return RemoteFailure(translating: error).error
        }
    }

    /// The next bytes of a stream, unless it is silent for too long.
    private func next(_ body: any TransportBody) async throws -> [UInt8]? {
        let environment = environment
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await body.next() }
            group.addTask {
                try await environment.sleep(for: .seconds(SyncLimits.eventSilenceSeconds))
                throw SyncError(.timeout, "the hub's events fell silent", isRetryable: true)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Plans a sync for the last event, unless the store has what it tells of.
    ///
    /// Each event leads to one sync at most, whatever ids a hub gives.
    func followEvent() async throws {
        guard let id = eventID, id != followedEventID else { return }
        guard try await engine.cursor() != id else { return followedEventID = id }
        plan.noteEvent(at: environment.nanoseconds(), random: environment.random())
        bell.ring()
    }
}
