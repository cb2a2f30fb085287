package import VNModel

/// How many changes were taken how.
package struct VerdictSummary: Hashable, Sendable {
    /// Changes that stand alone now.
    package var applied = 0
    /// Changes that met concurrent values.
    package var merged = 0
    /// Changes that the endpoint had already.
    package var duplicate = 0
    /// Changes that are held now.
    package var refused = 0

    /// No changes.
    package init() {}
}

extension ContentStore {
    /// Takes an endpoint's verdicts on own changes: acknowledges, holds what was refused, lowers
    /// stamps, notes what must be fetched again. One transaction; after a power cut either all of
    /// it is there or the hub is asked again.
    ///
    /// - Parameters:
    ///   - verdicts: in counter order; those of changes that are not pending change nothing.
    ///   - replica: the own id whose journal was judged; `nil`: the present one.
    ///   - name: the remote that judged.
    ///   - cursor: the cursor that the endpoint answered, taken only if the store's is still
    ///     `previous`.
    ///   - previous: the cursor that was sent.
    package func recordVerdicts(
        _ verdicts: [Verdict], of replica: ReplicaID? = nil, remote name: String,
        cursor: String? = nil, ifCursorWas previous: String? = nil
    ) async throws -> VerdictSummary {
        try await write(.repeatable) { session in
            let remote = try session.remoteNumber(name)
            let present = try session.head().replica
            let replica = replica ?? present
            var summary = VerdictSummary()
            var run: ClosedRange<UInt64>?
            for verdict in verdicts {
                if verdict.isPlain {
                    if let last = run, last.upperBound + 1 == verdict.counter {
                        run = last.lowerBound...verdict.counter
                    } else {
                        if let run { try session.acknowledge(run, of: replica) }
                        run = verdict.counter...verdict.counter
                    }
                } else {
                    try session.take(verdict, of: replica, remote: remote)
                }
                summary.count(verdict)
            }
            if let run { try session.acknowledge(run, of: replica) }
            try session.rereadPurged(verdicts, of: replica, remote: remote)
            if let last = verdicts.last, replica == present {
                try session.advance(remote, to: last.counter)
            }
            if let cursor, replica == present, try session.remote(name).cursor == previous {
                try session.run(
                    "UPDATE remote SET cursor = ? WHERE number = ?", .text(cursor),
                    .integer(remote))
            }
            try session.run(
                "UPDATE remote SET last_push_ms = ? WHERE number = ?",
                .integer(session.environment.milliseconds()), .integer(remote))
            try session.evictWhatIsFree(remote)
            return summary
        }
    }
}

extension VerdictSummary {
    fileprivate mutating func count(_ verdict: Verdict) {
        switch verdict.outcome {
        case .applied: applied += 1
        case .merged: merged += 1
        case .duplicate: duplicate += 1
        case .refused: refused += 1
        }
    }
}

extension StoreSession {
    fileprivate func acknowledge(
        _ counters: ClosedRange<UInt64>, of replica: ReplicaID
    ) throws {
        try run(
            """
            DELETE FROM pending WHERE replica = ? AND counter BETWEEN ? AND ?
            """, .integer(Int64(try number(of: replica))),
            .integer(counters.lowerBound), .integer(counters.upperBound))
    }

    /// A hub that was put back takes the deletion of what was purged here, and its answer may move
    /// the cursor past it: what it made of it is fetched again.
    fileprivate func rereadPurged(
        _ verdicts: [Verdict], of replica: ReplicaID, remote: Int64
    ) throws {
        guard let first = verdicts.first, let last = verdicts.last, try hasPurges() else { return }
        try run(
            """
            INSERT OR IGNORE INTO reread (remote, doc)
            SELECT ?, doc FROM journal WHERE replica = ? AND counter BETWEEN ? AND ?
                AND is_withdrawn = 0 AND doc IN (SELECT doc FROM purged)
            """, .integer(remote), .integer(Int64(try number(of: replica))),
            .integer(first.counter), .integer(last.counter))
    }

    fileprivate func advance(_ remote: Int64, to counter: UInt64) throws {
        guard let hash = try journalHash(at: counter) else { return }
        try run(
            "UPDATE remote SET acked = ?2, acked_hash = ?3 WHERE number = ?1 AND acked < ?2",
            .integer(remote), .integer(counter), .blob(hash.bytes))
    }

    fileprivate func take(
        _ verdict: Verdict, of replica: ReplicaID, remote: Int64
    ) throws {
        var found: JournalRow?
        try journal(
            where: "replica = ? AND counter = ? AND \(StoreSession.isPending)",
            [.integer(Int64(try number(of: replica))), .integer(verdict.counter)]
        ) {
            found = $0
            return false
        }
        guard let row = found else { return }
        let document = row.change.document
        if verdict.isOutOfScope { try mark("eviction", document, remote) }
        switch verdict.outcome {
        case .refused(let code, let message):
            try answer(row, code: code, message: message)
            if !row.isWithdrawn { try hold(row, code: code, message: message) }
            try mark("reread", document, remote)
        case .duplicate(let canonical):
            try answer(row)
            try mark("reread", document, remote)
            try alias(row.change, canonical)
        case .applied, .merged:
            try answer(row)
            if let stamp = verdict.stamp { try lower(row.change, to: stamp) }
            if row.isWithdrawn { try mark("reread", document, remote) }
        }
    }

    /// A row is pending no more, and refused if there is a code.
    private func answer(
        _ row: JournalRow, code: String? = nil, message: String? = nil
    ) throws {
        let replica = SQLValue.integer(Int64(try number(of: row.change.dot.replica)))
        let counter = SQLValue.integer(row.change.dot.counter)
        try run("DELETE FROM pending WHERE replica = ? AND counter = ?", replica, counter)
        guard let code else { return }
        try run(
            "UPDATE journal SET code = ?, message = ? WHERE replica = ? AND counter = ?",
            .text(code), .text(message), replica, counter)
    }

    /// Keeps a change that did not go through, with its payload and reason.
    func hold(_ row: JournalRow, code: String, message: String) throws {
        let change = row.change
        try run(
            """
            INSERT INTO held (doc, kind, cid, replica, counter, ops, code, message, held_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .id(change.document), .integer(change.kind.number), .id(change.cid),
            .integer(Int64(try number(of: change.dot.replica))), .integer(change.dot.counter),
            .text(String(decoding: row.operations, as: UTF8.self)), .text(code), .text(message),
            .integer(environment.milliseconds()))
    }

    func mark(_ table: String, _ document: DocumentID, _ remote: Int64) throws {
        if table == "eviction" { mayHaveEvictions = true }
        try run(
            "INSERT OR IGNORE INTO \(table) (remote, doc) VALUES (?, ?)", .integer(remote),
            .id(document))
    }

    /// Later pending changes that observed a change under its own dot observed it under the
    /// canonical one too.
    private func alias(_ change: Change, _ canonical: Dot) throws {
        let paths = Set(change.operations.map(\.path))
        let aliases = paths.sorted().map {
            Alias(path: $0, dot: change.dot, canonical: canonical)
        }
        for row in try pendingChanges(of: change.document) {
            var amended = row.change
            for index in amended.operations.indices {
                let operation = amended.operations[index]
                if paths.contains(operation.path) {
                    amended.operations[index].seen.include(
                        aliases.filter { $0.path == operation.path })
                }
                if var mark = DeletionMark(operation.value),
                    operation.path == RegisterPath.deleted
                {
                    mark.saw.include(aliases)
                    amended.operations[index].value = mark.value
                }
            }
            if amended != row.change { try amend(amended) }
        }
    }

    /// Stores the stamp that the endpoint gave a change instead of ours.
    private func lower(_ change: Change, to stamp: HybridTimestamp) throws {
        guard let stored = try stored(change.document, change.kind) else { return }
        var document = stored.document
        for operation in change.operations {
            var register = document[operation.path]
            guard register.lowerStamp(of: change.dot, to: stamp) else { continue }
            let field = document.field(operation.path)
            document.set(operation.path, register, seq: field?.seq ?? 0, by: field?.by)
        }
        try saveChanges(document, over: stored)
    }
}
