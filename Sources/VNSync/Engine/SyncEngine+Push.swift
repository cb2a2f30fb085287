internal import VNModel
internal import VNStore
internal import VNWire

/// What of the outbox is read at once.
struct OutboxPart: Hashable, Sendable {
    let replica: ReplicaID
    let after: UInt64
    let changeLimit: Int
    let byteLimit: Int

    /// Whether it begins where another part does, and is no larger than that may be.
    func isWithin(_ other: OutboxPart) -> Bool {
        replica == other.replica && after == other.after && changeLimit <= other.changeLimit
            && byteLimit <= other.byteLimit
    }
}

/// The push behind one that is on its way: the next part of the outbox is read and sent before the
/// answer to the part in front of it has come, so that store and hub work at the same time.
///
/// That loses nothing. If the part in front is not taken, the hub finds a gap. What is answered
/// is only used if the session then sends the very same changes; if not, they are pushed again,
/// and the hub gives the verdicts that it gave.
struct PushAhead: Sendable {
    let part: OutboxPart
    let rows: Task<[OutboxRow], any Error>
    /// `nil` if nothing stands behind the push in front.
    let sent: Task<SentPush?, any Error>
    /// Whether the push in front was simply taken, so that nothing has changed the rows since.
    var isValid = false
}

/// A push and what came of it.
struct SentPush: Sendable {
    let message: PushRequest
    let result: Result<(answer: PushResponse, time: Duration, bytes: Int), any Error>
}

extension SyncEngine {
    /// Reads a part of the outbox, or takes what was read ahead.
    func read(_ part: OutboxPart) async throws -> [OutboxRow] {
        lastPart = part
        if let ahead, ahead.isValid, ahead.part.isWithin(part) {
            return try await ahead.rows.value
        }
        dropAhead()
        return try await SyncEngine.read(part, in: store)
    }

    private static func read(
        _ part: OutboxPart, in store: ContentStore
    ) async throws -> [OutboxRow] {
        try await store.outbox(
            of: part.replica, after: part.after, changeLimit: part.changeLimit,
            byteLimit: part.byteLimit)
    }

    /// Sends a push, unless it is on its way already, and the one behind it.
    func push(_ message: PushRequest) async throws -> Replicator.Event {
        let token = try await knownToken()
        let ahead = ahead
        self.ahead = nil
        let (transport, environment) = (transport, environment)
        let next = await readAhead(behind: message)
        let first = await begin {
            if let sent = try await ahead?.sent.value, let taken = sent.taken(as: message) {
                return taken
            }
            return await SyncEngine.send(message, token, transport, environment)
        }
        if let next { self.ahead = await sendAhead(next.part, next.rows, message, token) }
        let sent = try await withTaskCancellationHandler {
            try await first.value
        } onCancel: {
            first.cancel()
            ahead?.sent.cancel()
        }
        try Task.checkCancellation()
        switch sent.result {
        case .success((let answer, let time, let bytes)):
            self.ahead?.isValid =
                answer.verdicts.count == message.changes.count
                && answer.verdicts.allSatisfy(\.isPlain)
            return .pushed(answer, took: time, bytes: bytes)
        case .failure(let error):
            dropAhead()
            throw error
        }
    }

    /// Begins to read what stands behind a push that is about to be sent.
    private func readAhead(
        behind message: PushRequest
    ) async -> (part: OutboxPart, rows: Task<[OutboxRow], any Error>)? {
        guard configuration.pushesAhead, let limits = lastPart,
            let last = message.changes.last?.change.dot.counter
        else { return nil }
        let part = OutboxPart(
            replica: message.replica, after: last, changeLimit: limits.changeLimit,
            byteLimit: limits.byteLimit)
        let store = store
        return (part, await begin { try await SyncEngine.read(part, in: store) })
    }

    /// Sends what was read ahead, if there is anything.
    private func sendAhead(
        _ part: OutboxPart, _ rows: Task<[OutboxRow], any Error>, _ message: PushRequest,
        _ token: String?
    ) async -> PushAhead {
        let (transport, environment) = (transport, environment)
        let sent = await begin { () -> SentPush? in
            var next = message
            next.changes = PushedChange.batch(of: try await rows.value)
            guard !next.changes.isEmpty else { return nil }
            (next.cursor, next.isAhead) = (nil, true)
            return await SyncEngine.send(next, token, transport, environment)
        }
        return PushAhead(part: part, rows: rows, sent: sent)
    }

    /// Begins something that goes on by itself; where one thing is done after the other, it is
    /// done when this returns.
    private func begin<Value: Sendable>(
        _ operation: @escaping @Sendable @concurrent () async throws -> Value
    ) async -> Task<Value, any Error> {
        guard configuration.worksInOrder else { return Task.detached(operation: operation) }
        let result: Result<Value, any Error>
        do { result = .success(try await operation()) } catch { result = .failure(error) }
        return Task { try result.get() }
    }

    private static func send(
        _ message: PushRequest, _ token: String?, _ transport: any Transport,
        _ environment: any Environment
    ) async -> SentPush {
        let body = message.encoded
        let start = environment.nanoseconds()
        do {
            let answer: PushResponse = try await post("/v1/push", body, token, transport)
            let time = environment.nanoseconds() &- start
            return SentPush(
                message: message,
                result: .success((answer, .nanoseconds(Int64(clamping: time)), body.count)))
        } catch {
            return SentPush(message: message, result: .failure(error))
        }
    }

    /// Gives up what was read and sent ahead.
    func dropAhead() {
        ahead?.rows.cancel()
        ahead?.sent.cancel()
        ahead = nil
    }
}

extension SentPush {
    /// What came of a push that was sent ahead, as that of the push that the session sends now;
    /// `nil` if they are not the same, or if the hub had not taken the one in front yet.
    fileprivate func taken(as message: PushRequest) -> SentPush? {
        var same = message
        (same.cursor, same.isAhead) = (nil, true)
        guard same == self.message else { return nil }
        switch result {
        case .success(var sent):
            // Only now it is known which cursor the store has.
            if sent.answer.from != message.cursor { sent.answer.cursor = nil }
            sent.answer.from = nil
            return SentPush(message: message, result: .success(sent))
        case .failure(let failure as RemoteFailure) where failure.error.cause == WireCode.gap:
            return nil
        case .failure: return self
        }
    }
}
