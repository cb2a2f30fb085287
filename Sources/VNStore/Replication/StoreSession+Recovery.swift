package import VNModel

extension ContentStore {
    /// Takes a new id because of a fork, unless somebody else has done so meanwhile.
    ///
    /// - Parameters:
    ///   - replica: the id that is to be given up.
    ///   - formers: former ids under which the hub knows other changes.
    ///   - reason: why.
    package func recover(
        from replica: ReplicaID, formers: [ReplicaID] = [], reason: RecoveryReason
    ) async throws -> RecoveryOutcome {
        try await write(.durable) { session in
            guard try session.head().replica == replica else { return .unchanged }
            return .forked(try session.takeNewReplica(formers: formers, reason: reason))
        }
    }

    /// Takes note that a remote has another generation: it was put back, made anew, or is another
    /// hub. What it lacks of the journals waits again, or takes a new id if the hub holds other
    /// changes under those counters; the next pull replaces what is here. One transaction.
    ///
    /// If the store was told to go to another address, it has moved to a hub that replicates with
    /// the one before: what the journal holds no more that hub will get from there. Only then the
    /// store takes a new id, and every row that it still holds counts as unacknowledged.
    ///
    /// - Parameters:
    ///   - generation: the new one.
    ///   - name: the remote.
    ///   - known: what it holds of the present id's journal.
    ///   - former: what it holds of those of former ids.
    /// - Source: protocol §6, F8, F10, C2, C6
    package func adoptGeneration(
        _ generation: String, remote name: String, known: JournalMark,
        former: [ReplicaID: JournalMark]
    ) async throws -> RecoveryOutcome {
        try await write(.durable) { session in
            guard try session.remote(name).generation != generation else { return .unchanged }
            let journals = try session.ownJournals()
            let head = try session.head()
            let present = head.replica
            let remote = try session.remoteNumber(name)
            let hasMoved = try session.hasMoved(remote)
            var lacking: UInt64 = 0
            var forked = known.counter > head.journal.counter ? [present] : []
            // Ids whose journals do not reach back to what the hub knows of them.
            var stranded: [ReplicaID] = []
            if hasMoved, !journals.contains(where: { $0.replica == present }),
                known.counter < head.journal.counter
            {
                stranded.append(present)
            }
            for journal in journals where !forked.contains(journal.replica) {
                let mark = journal.replica == present ? known : former[journal.replica] ?? .origin
                if try session.contradicts(journal, mark) {
                    forked.append(journal.replica)
                } else if hasMoved, journal.missing(from: mark.counter) > 0 {
                    stranded.append(journal.replica)
                } else {
                    lacking += journal.missing(from: mark.counter)
                }
            }
            guard lacking == 0 else { return .lacking(lacking) }
            // After a move the changes that the hub before has answered for come from there.
            let isUnacknowledged =
                stranded.contains(present) || !hasMoved && forked.contains(present)
            forked += stranded
            try session.run(
                """
                UPDATE remote SET generation = ?2, durable = min(durable, ?3), moved = ?4
                WHERE number = ?1
                """, .integer(remote), .text(generation), .integer(known.counter),
                .integer((hasMoved ? Move.done : []).rawValue))
            if !forked.contains(present) { try session.lower(remote, to: known) }
            var offered = 0
            for journal in journals where !forked.contains(journal.replica) {
                let mark = journal.replica == present ? known : former[journal.replica] ?? .origin
                offered += try session.offerAgain(journal.replica, after: mark.counter)
            }
            try session.beginReplacing(remote, .generation)
            guard !forked.isEmpty else { return .offered(offered) }
            // Whatever of these rows the hub had, no counter of them can be relied on.
            let change = try session.takeNewReplica(
                acknowledged: isUnacknowledged ? 0 : nil, formers: forked,
                reason: hasMoved && !stranded.isEmpty ? .generation : .forked)
            try session.beginReplacing(remote, .generation)
            return .forked(change)
        }
    }
}

/// The rows that the journal holds of one own id.
package struct OwnJournal: Hashable, Sendable {
    /// The id.
    package let replica: ReplicaID
    /// The counter of the first row.
    package let first: UInt64
    /// The counter of the last row.
    package let last: UInt64
    /// The first row that waits to be answered.
    package let firstPending: UInt64?

    /// - Parameters:
    ///   - replica: the id.
    ///   - first: the counter of the first row.
    ///   - last: the counter of the last row.
    ///   - firstPending: the first row that waits.
    package init(replica: ReplicaID, first: UInt64, last: UInt64, firstPending: UInt64?) {
        (self.replica, self.first, self.last) = (replica, first, last)
        self.firstPending = firstPending
    }

    /// How many rows lie between what a hub knows and what the journal holds.
    package func missing(from known: UInt64) -> UInt64 {
        first > known + 1 ? first - 1 - known : 0
    }
}

extension StoreSession {
    /// The journals of all own ids of which rows are held, in the order in which they were
    /// written.
    ///
    /// - Complexity: O(*r* log *n*) in the *r* own ids and the *n* rows.
    package func ownJournals() throws -> [OwnJournal] {
        try all(
            """
            SELECT number,
                (SELECT min(counter) FROM journal WHERE replica = number),
                (SELECT max(counter) FROM journal WHERE replica = number),
                (SELECT min(counter) FROM pending WHERE replica = number)
            FROM replica
            WHERE is_own = 1 AND EXISTS (SELECT 1 FROM journal WHERE replica = number)
            ORDER BY (
                SELECT position FROM journal WHERE replica = number ORDER BY counter LIMIT 1)
            """
        ) { row in
            OwnJournal(
                replica: try replica(Int(row.integer(0))), first: row.unsigned(1),
                last: row.unsigned(2), firstPending: row.optionalInteger(3).map { UInt64($0) })
        }
    }

    /// Former ids of which the journal holds rows, in the order in which they were written.
    func formerReplicas() throws -> [ReplicaID] {
        let present = try head().replica
        return try ownJournals().map(\.replica).filter { $0 != present }
    }

    /// Whether a hub holds another journal under an own id, as far as that can be told.
    fileprivate func contradicts(_ journal: OwnJournal, _ known: JournalMark) throws -> Bool {
        // Of a former id a twin may have gone on; what stands here it has too.
        guard (journal.first...journal.last).contains(known.counter) else { return false }
        return try journalHash(at: known.counter, of: journal.replica) != known.hash
    }

    /// Whether the store was told another address of a remote since it last talked to it.
    fileprivate func hasMoved(_ remote: Int64) throws -> Bool {
        try first("SELECT moved FROM remote WHERE number = ?", [.integer(remote)]) {
            Move(rawValue: $0.integer(0)).contains(.begun)
        } ?? false
    }

    /// The hub knows less than it had answered for.
    fileprivate func lower(_ remote: Int64, to known: JournalMark) throws {
        try run(
            "UPDATE remote SET acked = ?2, acked_hash = ?3 WHERE number = ?1 AND acked > ?2",
            .integer(remote), .integer(known.counter), .blob(known.hash.bytes))
    }

    /// Lets rows of an own id behind a counter wait again. Refused ones and those that were taken
    /// back go out without effect; so do those of documents that were purged here, but for
    /// deletions, which a hub that was put back must learn of again.
    ///
    /// - Returns: how many wait.
    fileprivate func offerAgain(_ replica: ReplicaID, after counter: UInt64) throws -> Int {
        let number = SQLValue.integer(Int64(try number(of: replica)))
        try erasePurged(replica, after: counter)
        let count = try run(
            """
            INSERT OR IGNORE INTO pending SELECT replica, counter FROM journal
            WHERE replica = ? AND counter > ? AND code IS NULL AND is_withdrawn = 0
            """, number, .integer(counter))
        try readdDocuments(of: replica, after: counter)
        return count
    }

    /// Empties answered rows of purged documents behind a counter, but for deletions.
    func erasePurged(_ replica: ReplicaID, after counter: UInt64) throws {
        var purged: [JournalRow] = []
        try journal(
            where: """
                replica = ? AND counter > ? AND doc IN (SELECT doc FROM purged)
                    AND NOT \(StoreSession.isPending) AND is_withdrawn = 0
                """, [.integer(Int64(try number(of: replica))), .integer(counter)]
        ) {
            purged.append($0)
            return true
        }
        for row in purged { try eraseAllButDeletion(row) }
    }

    /// What waits can be read: documents of waiting rows that had left the scope stand here until
    /// the hub says so again.
    func readdDocuments(of replica: ReplicaID, after counter: UInt64) throws {
        let missing = try all(
            """
            SELECT DISTINCT doc, kind FROM journal
            WHERE replica = ? AND counter > ? AND is_withdrawn = 0 AND \(StoreSession.isPending)
                AND doc NOT IN (SELECT id FROM article) AND doc NOT IN (SELECT id FROM comment)
                AND doc NOT IN (SELECT doc FROM purged) ORDER BY doc
            """, [.integer(Int64(try number(of: replica))), .integer(counter)]
        ) { (id: $0.id(0), kind: DocumentKind(number: $0.integer(1))) }
        for case (let id?, let kind?) in missing {
            var document = Document(id: id, kind: kind)
            for row in try pendingChanges(of: id) { document.apply(row.change) }
            guard !document.isEmpty else { continue }
            let seq = try nextSeq()
            document.mark(changedSince: nil, seq: seq)
            try save(document, over: nil, seq: seq, scopeSeq: seq)
        }
    }

    /// From now on the pull with a remote replaces what is here.
    ///
    /// Marks to read documents again stay until the pull meets them: what they hold meanwhile, a
    /// refused value or a dot that is only an alias, is not to be offered (C5).
    func beginReplacing(_ remote: Int64, _ reason: RecoveryReason) throws {
        let number = SQLValue.integer(remote)
        try run(
            """
            UPDATE remote SET cursor = NULL, is_complete = 0, recovery = ?, former_scope = NULL,
                former_cursor = NULL WHERE number = ?
            """, .text(reason.rawValue), number)
        for table in ["eviction", "unconfirmed"] {
            try run("DELETE FROM \(table) WHERE remote = ?", number)
        }
        try run(
            """
            INSERT INTO unconfirmed SELECT ?1, id FROM article UNION ALL SELECT ?1, id FROM comment
            """, number)
    }

    /// As an endpoint that is not empty the store has lost what came after its copy was made: for
    /// a while it takes changes that have observed what it does not hold.
    ///
    /// - Source: F9
    package func openRecoveryWindow(
        milliseconds: UInt64 = StoreLimits.recoveryMilliseconds
    ) throws {
        try run(
            "UPDATE store SET recovering_ms = ? WHERE EXISTS (SELECT 1 FROM ledger)",
            .integer(environment.milliseconds() + milliseconds))
    }
}
