internal import VNModel
internal import VNStore
internal import VNWire

/// What of the outbox is read at once.
struct OutboxPart: Hashable, Sendable {
    let replica: ReplicaID
    let after: UInt64
    let changeLimit: Int
    let byteLimit: Int
}

/// A part of the outbox that is read while the one before it is on its way.
struct OutboxAhead: Sendable {
    let part: OutboxPart
    let rows: Task<[OutboxRow], any Error>
    /// Whether the push before it was taken, and nothing has changed the rows since.
    var isValid = false
}

extension SyncEngine {
    /// Reads a part of the outbox, or takes what was read ahead.
    func read(_ part: OutboxPart) async throws -> [OutboxRow] {
        lastPart = part
        if let ahead, ahead.isValid, ahead.part == part {
            self.ahead = nil
            return try await ahead.rows.value
        }
        dropAhead()
        return try await store.outbox(
            of: part.replica, after: part.after, changeLimit: part.changeLimit,
            byteLimit: part.byteLimit)
    }

    /// Begins to read what comes behind a push that is about to be sent.
    func readAhead(of message: PushRequest) async {
        dropAhead()
        guard let limits = lastPart, let last = message.changes.last?.change.dot.counter else {
            return
        }
        let part = OutboxPart(
            replica: message.replica, after: last, changeLimit: limits.changeLimit,
            byteLimit: limits.byteLimit)
        let store = store
        let rows = Task.detached {
            try await store.outbox(
                of: part.replica, after: part.after, changeLimit: part.changeLimit,
                byteLimit: part.byteLimit)
        }
        ahead = OutboxAhead(part: part, rows: rows)
        if configuration.worksInOrder { _ = await rows.result }
    }

    /// What was read ahead holds if the whole push was simply taken: any other verdict may amend
    /// the changes behind it.
    func keepAhead(_ answer: PushResponse, to message: PushRequest) {
        ahead?.isValid =
            answer.verdicts.count == message.changes.count
            && answer.verdicts.allSatisfy(\.isPlain)
    }

    /// Forgets what was read ahead.
    func dropAhead() {
        ahead?.rows.cancel()
        ahead = nil
    }
}
