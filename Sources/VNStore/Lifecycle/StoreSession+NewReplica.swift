package import VNModel

extension ContentStore {
    /// Takes a new replica id in one durable transaction; see
    /// ``StoreSession/takeNewReplica(acknowledged:formers:reason:)``.
    @discardableResult
    package func takeNewReplica(
        acknowledged: UInt64? = nil, formers: [ReplicaID] = [], reason: RecoveryReason = .copied
    ) async throws -> ReplicaChange {
        try await write(.durable) {
            try $0.takeNewReplica(
                acknowledged: acknowledged, formers: formers, reason: reason)
        }
    }
}

extension StoreSession {
    /// Takes a new replica id, because under the old one counters may have been given twice: the
    /// file was copied or put back, or a hub knows another journal of it.
    ///
    /// Every change that is not acknowledged is rewritten under the new id, with its cid, in the
    /// old order and groups and with a hash chain of its own, and waits to be pushed; so is every
    /// register that holds one. What a hub had taken of them already comes back as a duplicate.
    /// Changes that were refused or taken back are given up: what is held of them stays held. The
    /// old id is remembered as a former one. Of each remote nothing is known any more but where
    /// it is and its generation: the next pull starts from the beginning and replaces what is
    /// here. As an endpoint the store begins another history of its feed.
    ///
    /// Before it commits, whoever reads sees the state before. Afterwards the search index is
    /// behind by the documents that were rewritten.
    ///
    /// - Parameters:
    ///   - acknowledged: the highest counter that stays under the old id; else what every remote
    ///     that was greeted has answered for. Rows that the journal holds no more stay in any
    ///     case.
    ///   - formers: former ids of which nothing stays that the journal holds: a hub knows other
    ///     changes under them.
    ///   - reason: why.
    /// - Complexity: O(*n*) in the changes that are not acknowledged and in the journal rows of
    ///   their documents.
    /// - Source: protocol §6, F4
    package func takeNewReplica(
        acknowledged: UInt64? = nil, formers: [ReplicaID] = [], reason: RecoveryReason = .copied
    ) throws -> ReplicaChange {
        let before = try head()
        let old = before.replica
        let new = environment.newReplicaID()
        guard try knownNumber(of: new) == nil else {
            throw StoreError(.database, "the new replica id is taken; try again")
        }
        let floor = try lastAcknowledged(acknowledged)
        let sources: [ReplicaRewrite.Source] =
            try formerReplicas().filter { formers.contains($0) }
            .map { .init(replica: $0, acknowledged: try droppedRows(of: $0)) }
            + [.init(replica: old, acknowledged: floor)]
        for source in sources {
            try erasePurged(source.replica, after: source.acknowledged)
        }
        let images = try ReplicaImages(of: sources, as: new, self)
        try run(
            "UPDATE replica SET is_own = 1 WHERE number = ?",
            .integer(Int64(try number(of: new))))
        let rewrite = ReplicaRewrite(sources: images.sources) { images[$0] }
        let documents = try rewriteDocuments(rewrite)
        loadedHead = StoreHead(
            replica: new, stamp: before.stamp, seq: try head().seq, journal: .origin,
            isCopied: false, searchSeq: before.searchSeq,
            generation: environment.newReplicaID().description, digestSum: before.digestSum)
        let changes = try rewriteJournal(rewrite)
        for source in images.sources { try forget(source) }
        try readdDocuments(of: new, after: 0)
        try forgetRemotes(reason)
        return ReplicaChange(
            former: old, replica: new, acknowledged: floor, changes: changes,
            documents: documents)
    }

    /// The highest counter that stays under the present id.
    func lastAcknowledged(_ stated: UInt64? = nil) throws -> UInt64 {
        let head = try head()
        let answered =
            try stated
            ?? first(
                "SELECT min(acked) FROM remote WHERE generation IS NOT NULL OR acked > 0"
            ) { $0.unsigned(0) } ?? 0
        return min(head.journal.counter, max(try droppedRows(of: head.replica), answered))
    }

    /// The counter before the first row of an own id that the journal holds.
    func droppedRows(of replica: ReplicaID) throws -> UInt64 {
        let first =
            try first(
                "SELECT min(counter) FROM journal WHERE replica = ?",
                [.integer(Int64(try number(of: replica)))]
            ) { $0.optionalInteger(0) } ?? nil
        if let first { return UInt64(first) - 1 }
        let head = try head()
        return replica == head.replica ? head.journal.counter : 0
    }

    /// Rewrites the documents of all changes that do not stay.
    private func rewriteDocuments(_ rewrite: ReplicaRewrite) throws -> Int {
        var histories = OwnHistories(self, rewrite)
        var count = 0
        for source in rewrite.sources {
            try documents(of: source.replica, after: source.acknowledged) { id in
                guard let stored = try stored(id) else { return }
                let document = rewrite.rewritten(
                    stored.document, try histories.history(of: id))
                guard !document.hasSameRegisters(as: stored.document) else { return }
                if document.isEmpty {
                    try remove(stored)
                } else {
                    try saveChanges(document, over: stored)
                }
                count += 1
            }
        }
        return count
    }

    /// The documents that a replica's journal names behind a counter, each once.
    func documents(
        of replica: ReplicaID, after counter: UInt64, _ body: (DocumentID) throws -> Void
    ) throws {
        let number = SQLValue.integer(Int64(try number(of: replica)))
        var last = SQLValue.blob([])
        while true {
            let ids = try all(
                """
                SELECT DISTINCT doc FROM journal WHERE doc > ? AND replica = ? AND counter > ?
                ORDER BY doc LIMIT ?
                """, [last, number, .integer(counter), .integer(Int64(StoreLimits.verifyBatch))]
            ) { $0.id(0) }.compactMap { $0 }
            for id in ids { try body(id) }
            guard let reached = ids.last, ids.count == StoreLimits.verifyBatch else { return }
            last = .id(reached)
        }
    }

    /// Appends the images of the changes that do not stay to the journal.
    private func rewriteJournal(_ rewrite: ReplicaRewrite) throws -> Int {
        var histories = OwnHistories(self, rewrite)
        var count = 0
        for source in rewrite.sources {
            var group: (old: UInt64, new: UInt64)?
            try journalRows(of: source.replica, after: source.acknowledged) { row in
                guard let dot = rewrite.image(row.change.dot) else { return }
                if group?.old != row.change.transaction {
                    group = (row.change.transaction, dot.counter)
                }
                _ = try append(
                    rewrite.rewritten(
                        row.change, as: dot, transaction: group?.new ?? dot.counter,
                        try histories.history(of: row.change.document)))
                count += 1
            }
        }
        return count
    }

    /// The journal rows of a replica behind a counter, in batches, so that `body` may write.
    func journalRows(
        of replica: ReplicaID, after counter: UInt64, through end: UInt64 = UInt64(Int64.max),
        _ body: (JournalRow) throws -> Void
    ) throws {
        let number = SQLValue.integer(Int64(try number(of: replica)))
        var last = counter
        while true {
            var rows: [JournalRow] = []
            try journal(
                where: "replica = ? AND counter > ? AND counter <= ? ORDER BY counter LIMIT ?",
                [
                    number, .integer(last), .integer(end),
                    .integer(Int64(StoreLimits.verifyBatch)),
                ]
            ) {
                rows.append($0)
                return true
            }
            for row in rows { try body(row) }
            guard let reached = rows.last else { return }
            last = reached.change.dot.counter
        }
    }

    /// Takes away what was rewritten.
    private func forget(_ source: ReplicaRewrite.Source) throws {
        let number = SQLValue.integer(Int64(try number(of: source.replica)))
        try run(
            "DELETE FROM journal WHERE replica = ? AND counter > ?", number,
            .integer(source.acknowledged))
        try run("DELETE FROM pending WHERE replica = ?", number)
        try run(
            "UPDATE replica SET counter = max(counter, ?) WHERE number = ?",
            .integer(source.acknowledged), number)
    }

    /// Forgets how far each remote is: the next pull replaces what is here.
    private func forgetRemotes(_ reason: RecoveryReason) throws {
        try run(
            "UPDATE remote SET acked = 0, acked_hash = ?, durable = 0",
            .blob(ChangeHash.origin.bytes))
        let remotes = try all("SELECT number FROM remote WHERE generation IS NOT NULL") {
            $0.integer(0)
        }
        for remote in remotes { try beginReplacing(remote, reason) }
        let head = try head()
        try run(
            "UPDATE store SET replica = ?, is_copied = 0, generation = ?",
            .integer(Int64(try self.number(of: head.replica))), .text(head.generation))
        try openRecoveryWindow()
    }
}
