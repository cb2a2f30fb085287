internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Performs an action.
    ///
    /// - Returns: the event that answers it, `nil` if none does.
    /// - Throws: what the store throws; `CancellationError`. Failures of the hub are events.
    func perform(_ action: Replicator.Action) async throws -> Replicator.Event? {
        switch action {
        case .load: return .loaded(try await load())
        case .hello, .push, .openPull, .openDocuments, .readStream:
            do {
                return try await exchange(action)
            } catch let error as RemoteFailure {
                closeStream()
                logger.debug("request failed", metadata: ["error": "\(error.error)"])
                return .failed(error, random: environment.random())
            }
        case .offer(let generation):
            do {
                try await offerEverything(generation: generation)
                return .offered
            } catch let error as RemoteFailure {
                logger.debug("offer failed", metadata: ["error": "\(error.error)"])
                return .failed(error, random: environment.random())
            }
        case .closeStream:
            closeStream()
            return nil
        case .askToken: return .tokenGiven(try await askToken())
        case .wait(let pause, let reason):
            let milliseconds = UInt64(max(0, pause / .milliseconds(1)))
            metrics?.noteRetry()
            publish(.waiting(until: environment.milliseconds() + milliseconds, reason: reason))
            try await environment.sleep(for: pause)
            return .waited
        case .report(let status):
            publish(status)
            return nil
        case .finish: return nil
        default: return try await commit(action)
        }
    }

    /// Reads and writes of the store.
    private func commit(_ action: Replicator.Action) async throws -> Replicator.Event? {
        switch action {
        case .compare(let known): return .compared(agrees: try await agrees(known))
        case .storeGeneration(let generation):
            try await store.setGeneration(generation, remote: remote)
            return .generationStored
        case .recover(let remedy, let replica):
            return .recovered(try await recover(remedy, from: replica))
        case .recordVerdicts(let verdicts, let replica, let cursor, let previous):
            return .verdictsRecorded(
                try await store.recordVerdicts(
                    verdicts, of: replica, remote: remote, cursor: cursor,
                    ifCursorWas: previous))
        case .findMarks(let limit):
            return .marksFound(try await store.documentsToReread(remote: remote, limit: limit))
        case .readOutbox(let replica, let after, let changeLimit, let byteLimit):
            let part = OutboxPart(
                replica: replica, after: after, changeLimit: changeLimit, byteLimit: byteLimit)
            return .outboxRead(PushedChange.batch(of: try await read(part)))
        case .applyPage(let items, let cursor, let isComplete, let puller):
            return .partStored(try await apply(items, cursor, isComplete, puller))
        case .replace(let items):
            try await store.replace(items, remote: remote)
            return .partStored(nil)
        case .lowerPending(let items):
            try await store.lowerPending(items, remote: remote)
            return .partStored(nil)
        default: preconditionFailure("the other actions are performed elsewhere")
        }
    }

    private func apply(
        _ items: [FeedItem], _ cursor: String, _ isComplete: Bool, _ puller: Puller
    ) async throws -> PageSummary {
        let summary = try await store.applyPage(
            items, remote: remote, cursor: cursor, isComplete: isComplete, puller: puller,
            removalLimit: configuration.deletionLimit, rows: preparedRows)
        expectsNew = 2 * summary.new >= summary.documents
        return summary
    }

    func load() async throws -> LocalState {
        let remote = try await store.remoteState(remote)
        let journal = try await store.journalState()
        journalHead = journal.head.counter
        var local = LocalState(
            replica: journal.replica, head: journal.head, acked: remote.acked)
        local.formerReplicas = journal.former
        (local.base, local.formerJournals) = (journal.base, journal.formerJournals)
        local.recovery = remote.recovery
        local.isMoved = remote.isMoved
        local.isEmpty = journal.isEmpty
        local.isCopied = journal.isCopied
        local.generation = remote.generation
        local.cursor = remote.cursor
        local.scope = remote.scope
        local.held = remote.held
        local.isFirst = remote.isFirst
        local.pending = try await store.pendingCount()
        local.wantsState = configuration.comparesState && asksForState(remote)
        metrics?.notePending(local.pending)
        return local
    }

    /// The sum of everything costs a hub nothing; for that of a scope it looks at all documents,
    /// so it is asked for the first time and then now and then.
    private func asksForState(_ remote: RemoteState) -> Bool {
        remote.scope.isFull || remote.isFirst
            || environment.random() % SyncLimits.scopedComparison == 0
    }

    /// Whether the journal holds the row that the hub knows, with the same hash.
    ///
    /// Rows up to the acknowledged one may have been dropped; its hash is kept with the remote.
    /// To a remote that knows less than what was kept nothing is pushed, so nothing is compared.
    func agrees(_ known: JournalMark) async throws -> Bool {
        if known == .origin { return true }
        let journal = try await store.journalState()
        guard known.counter <= journal.head.counter else { return false }
        if known == journal.head { return true }
        let acked = try await store.remoteState(remote).acked
        if known.counter == acked.counter { return known.hash == acked.hash }
        if acked.counter < known.counter, known.counter < journal.base.counter { return true }
        guard let hash = try await store.journalHash(at: known.counter) else {
            // An old page tells of a row that was acknowledged, and dropped since.
            return known.counter < acked.counter
        }
        return hash == known.hash
    }

    private func askToken() async throws -> Bool {
        let refused = token
        token = try await requestToken(.refused(refused))
        return token != nil && token != refused
    }
}

extension PushedChange {
    /// Outbox rows as they are sent: `prev` only where the row before is not in the batch, the
    /// hash only where it cannot be computed from the row.
    static func batch(of rows: [OutboxRow]) -> [PushedChange] {
        var result: [PushedChange] = []
        result.reserveCapacity(rows.count)
        for entry in rows {
            let row = entry.row
            let isChained = result.last?.change.dot.counter == row.change.dot.counter - 1
            let previous = isChained ? nil : entry.previous
            result.append(
                row.isWithoutEffect
                    ? .withdrawn(
                        dot: row.change.dot, cid: row.change.cid,
                        transaction: row.change.transaction, previous: previous, hash: row.hash)
                    : PushedChange(
                        change: row.change, previous: previous,
                        hash: row.isAmended ? row.hash : nil))
        }
        return result
    }
}
