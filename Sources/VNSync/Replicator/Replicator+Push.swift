internal import VNModel
internal import VNWire

/// The journal of an own id that is pushed in a session.
struct PushedJournal: Hashable, Sendable {
    let replica: ReplicaID
    /// How much of it the hub has answered for.
    var after: UInt64
}

// Push: batches of whole groups until the outbox is empty.
extension Replicator {
    mutating func beginPush() -> [Action] {
        guard configuration.direction.pushes, session.pushFailure == nil else {
            return beginPull()
        }
        return collect()
    }

    private mutating func collect() -> [Action] {
        let journal =
            session.journals.first
            ?? PushedJournal(replica: session.local.replica, after: session.acked)
        return enter(
            .collecting,
            .readOutbox(
                of: journal.replica, after: journal.after, changeLimit: pace.changeLimit,
                byteLimit: pace.byteLimit))
    }

    mutating func push(_ changes: [PushedChange]) -> [Action] {
        guard !changes.isEmpty else { return nextJournal() }
        let local = session.local
        let replica = session.journals.first?.replica ?? local.replica
        let own = local.formerReplicas + [local.replica]
        let request = PushRequest(
            replica: replica, formerReplicas: own.filter { $0 != replica },
            generation: local.generation ?? "",
            cursor: local.isFirst || replica != local.replica ? nil : local.cursor,
            scope: local.scope, changes: changes)
        let total = max(local.pending, session.pushed + changes.count)
        return enter(
            .pushing(request), .report(.pushing(done: session.pushed, total: total)),
            .push(request))
    }

    /// The present journal follows those of former ids.
    private mutating func nextJournal() -> [Action] {
        guard !session.journals.isEmpty else { return findMarks(then: .pull) }
        session.journals.removeFirst()
        return collect()
    }

    mutating func pushed(_ response: PushResponse, to request: PushRequest) -> [Action] {
        guard response.generation == session.local.generation else { return greetAgain() }
        let sent = request.changes.map(\.change.dot.counter)
        let judged = response.verdicts.map(\.counter)
        guard !judged.isEmpty, sent.starts(with: judged) else {
            return pushFailed(.protocolViolation("its verdicts are not those of what was pushed"))
        }
        var response = response
        // A cursor only ever moves one that stood: nothing may be skipped that was never pulled.
        if request.cursor == nil { response.cursor = nil }
        return enter(
            .recordingPush(response),
            .recordVerdicts(
                response.verdicts, of: request.replica, cursor: response.cursor,
                previous: request.cursor))
    }

    mutating func pushRecorded(_ response: PushResponse) -> [Action] {
        session.pushed += response.verdicts.count
        if !session.journals.isEmpty {
            session.journals[0].after =
                response.verdicts.last?.counter ?? session.journals[0].after
            session.needsPull = true
            return collect()
        }
        session.acked = response.verdicts.last?.counter ?? session.acked
        session.judged = session.acked
        // With a cursor nothing lies between it and the old one but what was pushed.
        session.needsPull = response.cursor == nil
        if let cursor = response.cursor { session.local.cursor = cursor }
        return collect()
    }

    /// What a failing push leads to. Whatever it is, the pull still runs.
    mutating func pushFailed(_ failure: RemoteFailure, _ request: PushRequest) -> [Action] {
        switch failure.kind {
        case .tooLarge: return halve(request, failure)
        case .behind: return session.hasPulled ? lower(request, failure) : pullFirst()
        case .other where failure.error.code == .timeout: return shrink(request, failure)
        case .other, .unauthorized, .generation, .forked: return pushFailed(failure.error)
        }
    }

    private mutating func pushFailed(_ error: SyncError) -> [Action] {
        session.pushFailure = error
        return findMarks(then: .pull)
    }

    /// A push that was not answered in time is made smaller and sent again: what the hub took of
    /// it gets the same verdicts.
    private mutating func shrink(_ request: PushRequest, _ failure: RemoteFailure) -> [Action] {
        pace.noteTimeout(changes: request.changes.count)
        session.pushTimeouts += 1
        guard session.pushTimeouts <= SyncLimits.pushTimeouts, request.changes.count > 1 else {
            return pushFailed(failure.error)
        }
        return collect()
    }

    /// A batch that is too large is halved; a group is never split.
    private mutating func halve(_ request: PushRequest, _ failure: RemoteFailure) -> [Action] {
        let first = request.changes[0].change.transaction
        guard request.changes.contains(where: { $0.change.transaction != first }) else {
            return pushFailed(failure.error)
        }
        pace.noteTooLarge(changes: request.changes.count)
        return collect()
    }

    /// The changes have observed what the hub does not hold yet: perhaps a pull explains it.
    private mutating func pullFirst() -> [Action] {
        session.pushesAfterPull = true
        session.needsPull = true
        return findMarks(then: .pull)
    }

    /// Still ahead after a complete pull: the group observed what this hub will not get from
    /// anyone. Its vectors are lowered to what the hub holds, at worst at the price of a
    /// needless sibling.
    ///
    /// After a move between hubs it will get it, from the hub before: it is only tried again.
    ///
    /// - Source: VN-WIRE-143
    private mutating func lower(_ request: PushRequest, _ failure: RemoteFailure) -> [Action] {
        guard !session.local.isMoved else { return pushFailed(.notHereYet(failure.error)) }
        let first = request.changes[0].change
        guard session.lowered != first.dot else { return pushFailed(failure.error) }
        session.lowered = first.dot
        var ids: [DocumentID] = []
        for pushed in request.changes
        where pushed.change.transaction == first.transaction && !pushed.isWithdrawn {
            if !ids.contains(pushed.change.document) { ids.append(pushed.change.document) }
        }
        return openLower(ids)
    }

    mutating func openLower(_ ids: [DocumentID]) -> [Action] {
        guard !ids.isEmpty else { return collect() }
        let part = Array(ids.prefix(SyncLimits.rereadDocuments))
        return open(.lower(rest: Array(ids.dropFirst(part.count))), part)
    }
}
