internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Compares the store with the hub, document by document where they differ, and repairs the
    /// store if that is asked for.
    ///
    /// Stores that are equal cost one round trip; one document that differs among a million is
    /// found in a few, and only it is fetched. What waits to be pushed stays as it is, and so
    /// does what other remotes brought. What the hub changed since the last pull is no
    /// difference: the next pull brings it. It compares digests that were written with the
    /// documents; whether the documents are what their digests say, `ContentStore.verify(deep:)`
    /// tells.
    ///
    /// - Parameter repair: whether what differs is replaced by the hub's state, joined with what
    ///   is pending.
    /// - Throws: ``SyncError``, `sync.not-synced` before the first sync; `StoreError` if the
    ///   store itself fails.
    public func verify(repair: Bool = false) async throws -> Reconciliation {
        let owner = try becomeOwner()
        defer {
            self.owner = nil
            publish(.idle)
        }
        try await lock(owner, in: store)
        publish(.connecting)
        let result: Result<Reconciliation, any Error>
        do {
            result = .success(try await reconcile(repairs: repair))
        } catch is CancellationError {
            result = .failure(SyncError.interrupted)
        } catch {
            result = .failure(error)
        }
        closeStream()
        await release(owner, result.map { _ in })
        return try result.get()
    }

    /// Compares the store with what the hub said at the end of a pull that is complete; if they
    /// differ, finds the documents and repairs them.
    ///
    /// It fails no sync: what went wrong is noted with the remote.
    func settle(
        _ machine: Replicator, _ result: Result<Void, any Error>
    ) async -> Reconciliation? {
        guard case .success = result, let state = machine.session.pulledState,
            // Whoever has synced since may have pulled more.
            (try? await renewLock()) != nil
        else { return nil }
        do {
            guard let own = try await store.comparableSum(remote: remote), own != state else {
                return nil
            }
            logger.debug("store and hub differ after a pull")
            contact.failure = "the store differs from the hub"
            let found = try await reconcile(repairs: true)
            if found.isEqual { contact.failure = nil }
            return found
        } catch {
            closeStream()
            logger.debug("reconciling failed", metadata: ["error": "\(error)"])
            contact.failure = "the store differs from the hub, which was not repaired: \(error)"
            var unknown = Reconciliation()
            unknown.isComplete = false
            return unknown
        }
    }

    private func reconcile(repairs: Bool) async throws -> Reconciliation {
        let start = transport.counters
        let local = try await load()
        guard local.generation != nil else {
            throw SyncError(
                .notSynced, "nothing was exchanged with this hub yet",
                hint: "run `vnsync sync` first")
        }
        var result = Reconciliation()
        result.isShared = try await store.remotes().count > 1
        if repairs { _ = try await store.recountDigests() }
        let difference = try await difference(local, &result)
        result.missing = difference.missing.count
        result.extra = difference.extra.count
        result.differing = difference.differing.count
        (result.pending, result.newer) = (difference.pending, difference.newer)
        if difference.isCut { result.isComplete = false }
        if repairs { result.repaired = try await fetch(difference, local, result.isShared) }
        let end = transport.counters
        result.roundTrips = end.requests - start.requests
        result.bytes =
            end.bytesSent + end.bytesReceived - start.bytesSent - start.bytesReceived
        return result
    }

    /// Asks the hub about ranges until all that differ are known.
    private func difference(
        _ local: LocalState, _ result: inout Reconciliation
    ) async throws -> RangeDifference {
        let sum = try await store.digestSums([.all])[0]
        result.compared = Int(clamping: sum.count)
        var reconciler = Reconciler(sum)
        var difference = RangeDifference()
        var rounds = 0
        while case let ranges = reconciler.next(), !ranges.isEmpty {
            try Task.checkCancellation()
            try await renewLock()
            let found = difference.count
            guard rounds < SyncLimits.reconcileRounds, found < SyncLimits.reconcileDocuments else {
                difference.isCut = true
                break
            }
            rounds += 1
            let answers = try await ask(ranges, local)
            for (range, answer) in zip(ranges, answers) {
                try await take(answer, range.ids, &reconciler, &difference)
            }
        }
        return difference
    }

    private func ask(
        _ ranges: [ReconcileRequest.Range], _ local: LocalState
    ) async throws -> [ReconcileResponse.Answer] {
        let answer: ReconcileResponse = try await named {
            try await post(
                "/v1/reconcile",
                ReconcileRequest(
                    replica: local.replica, generation: local.generation ?? "",
                    cursor: local.cursor, scope: local.scope, ranges: ranges
                ).encoded)
        }
        guard answer.generation == local.generation else { throw SyncError.generation }
        guard try await agrees(answer.known) else { throw SyncError.forked }
        guard answer.answers.count == ranges.count else {
            throw SyncError.protocolViolation("it does not answer every range")
        }
        return answer.answers
    }

    private func take(
        _ answer: ReconcileResponse.Answer, _ range: IDRange, _ reconciler: inout Reconciler,
        _ difference: inout RangeDifference
    ) async throws {
        switch answer {
        case .equal: return
        case .parts(let parts):
            let ranges = try Reconciler.ranges(range, parts)
            reconciler.cut(ranges, parts, try await store.digestSums(ranges))
        case .documents(let entries):
            guard entries.allSatisfy({ range.contains($0.id) }) else {
                throw SyncError.protocolViolation("it lists documents of another range")
            }
            let known = Dictionary(
                uniqueKeysWithValues: entries.map {
                    ($0.id, (digest: $0.digest.bytes, isNewer: $0.isNewer))
                })
            difference += try await store.difference(
                in: range, to: known,
                limit: max(0, SyncLimits.reconcileDocuments - difference.count))
        }
    }

    /// Replaces what differs by the hub's state and what is pending; marks survive a crash.
    private func fetch(
        _ difference: RangeDifference, _ local: LocalState, _ isShared: Bool
    ) async throws -> Int {
        var rest = (difference.missing + difference.differing)[...]
        var count = 0
        if isShared {
            while !rest.isEmpty {
                let part = Array(rest.prefix(SyncLimits.rereadDocuments))
                rest = rest.dropFirst(part.count)
                try await fetch(part, local, joins: true)
            }
            count = difference.missing.count
        } else {
            try await store.markReread(rest + difference.extra, remote: remote)
        }
        // Among the marks are those of documents that a verification found damaged. What of them
        // cannot go yet stays marked.
        var last: [DocumentID] = []
        while true {
            let ids = try await store.documentsToReread(
                remote: remote, limit: SyncLimits.rereadDocuments)
            guard !ids.isEmpty, ids != last else { return count }
            try await fetch(ids, local, joins: false)
            count += ids.count
            last = ids
        }
    }

    private func fetch(
        _ ids: [DocumentID], _ local: LocalState, joins: Bool
    ) async throws {
        try Task.checkCancellation()
        try await renewLock()
        let request = DocumentsRequest(
            replica: local.replica, generation: local.generation ?? "", ids: ids,
            scope: local.scope)
        guard
            case .streamOpened(let header) = try await named({
                try await exchange(.openDocuments(request))
            })
        else { preconditionFailure("the request opens a stream") }
        guard header.generation == local.generation else { throw SyncError.generation }
        guard try await agrees(header.known) else { throw SyncError.forked }
        var isLast = false
        while !isLast {
            let part = try await named { try await readPart() }
            isLast = part.isLast
            if joins, let cursor = local.cursor {
                // What other remotes brought stays: the hub's state is joined.
                _ = try await store.applyPage(
                    part.items, remote: remote, cursor: cursor, isComplete: false)
            } else {
                try await store.replace(part.items, remote: remote)
            }
        }
    }

    /// Gives failures of the hub the errors that people are told.
    private func named<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await RemoteFailure.translating(body)
        } catch let failure as RemoteFailure {
            throw failure.error
        }
    }
}

extension RangeDifference {
    /// How many documents are to be told of.
    fileprivate var count: Int { missing.count + extra.count + differing.count }

    fileprivate static func += (total: inout Self, part: Self) {
        total.missing += part.missing
        total.extra += part.extra
        total.differing += part.differing
        total.pending += part.pending
        total.newer += part.newer
        total.isCut = total.isCut || part.isCut
    }
}
