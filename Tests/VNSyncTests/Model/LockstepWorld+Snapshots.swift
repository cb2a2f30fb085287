import VNEndpoint
import VNModel
import VNStore
import VNWire

extension LockstepWorld {
    func snapshot(of index: Int) async throws -> StoreSnapshot {
        try await members[index].store.read { session in
            let (head, remote) = (try session.head(), try session.remote("origin"))
            let own = try session.ownReplicas()
            func ids(_ table: String) throws -> Set<DocumentID> {
                Set(try session.all("SELECT doc FROM \(table)") { $0.id(0) }.compactMap { $0 })
            }
            return StoreSnapshot(
                replica: head.replica, former: Set(own.filter { $0 != head.replica }),
                isCopied: head.isCopied, stamp: head.stamp.rawValue,
                documents: try LockstepWorld.documents(session).mapValues(\.document.plain),
                rows: try own.flatMap { try LockstepWorld.rows(session, of: $0, after: 0) }
                    .map(\.plain).sorted(),
                held: try session.all("SELECT cid, code FROM held") { row in
                    "\(row.id(0)?.description ?? "") \(row.text(1) ?? "")"
                }.sorted(),
                purged: try ids("purged"), generation: remote.generation,
                acked: remote.acked.counter, cursor: try remote.cursor.map(ModelCursor.init),
                isFirst: remote.isFirst,
                heldScope: try remote.held.map { held in
                    ModelHub.HeldScope(
                        sections: held.scope.sections.map(LockstepWorld.quoted),
                        cursor: try ModelCursor(held.cursor))
                }, isReplacing: remote.recovery != nil,
                rereads: try ids("reread"), evictions: try ids("eviction"),
                unconfirmed: try ids("unconfirmed"))
        }
    }

    static func documents(_ session: StoreSession) throws -> [DocumentID: StoredDocument] {
        let ids = try session.all("SELECT id FROM article UNION ALL SELECT id FROM comment") {
            $0.id(0)
        }
        var result: [DocumentID: StoredDocument] = [:]
        for id in ids.compactMap({ $0 }) { result[id] = try session.stored(id) }
        return result
    }

    func hubSnapshot() async throws -> HubSnapshot {
        var snapshot = try await hub.read { session in
            let head = try session.head()
            let purged = try session.all("SELECT doc, seq FROM purged") {
                ($0.id(0), $0.unsigned(1))
            }
            let cids = try session.all("SELECT cid, replica, counter FROM change_id") { row in
                (row.id(0), Dot(try session.replica(Int(row.integer(1))), row.unsigned(2)))
            }
            let known = try session.all("SELECT replica, counter FROM ledger") { row in
                (try session.replica(Int(row.integer(0))), row.unsigned(1))
            }
            return HubSnapshot(
                generation: head.generation, head: head.seq,
                documents: try LockstepWorld.documents(session).mapValues(\.held),
                purged: Dictionary(
                    uniqueKeysWithValues: purged.compactMap { id, seq in id.map { ($0, seq) } }),
                known: Dictionary(uniqueKeysWithValues: known), log: [:],
                cids: Dictionary(
                    uniqueKeysWithValues: cids.compactMap { id, dot in id.map { ($0, dot) } }),
                aliases: [:])
        }
        let known = snapshot.known
        let ids = try await hub.read { session in
            try session.all("SELECT DISTINCT doc FROM alias") { $0.id(0) }.compactMap { $0 }
        }
        (snapshot.log, snapshot.aliases) = try await SQLiteEndpointStore(hub).read { reading in
            var log: [Dot: ModelVerdict] = [:]
            for replica in known.keys {
                for row in try reading.logRows(replica, after: 0, limit: 10_000) {
                    log[row.dot] = ModelVerdict(row.verdict)
                }
            }
            var aliases: [DocumentID: Set<ModelAlias>] = [:]
            for id in ids {
                let known = try reading.aliases(of: id).map {
                    ModelAlias(path: $0.path, dot: $0.dot, canonical: $0.canonical)
                }
                if !known.isEmpty { aliases[id] = Set(known) }
            }
            return (log, aliases)
        }
        return snapshot
    }
}

extension ModelCursor {
    init(_ text: String) throws {
        let cursor = try Cursor(text)
        self.init(
            generation: cursor.generation, since: cursor.since, position: cursor.position)
    }
}

extension ModelVerdict {
    fileprivate init(_ verdict: Verdict) {
        let outcome: Outcome =
            switch verdict.outcome {
            case .applied: .applied
            case .merged: .merged
            case .duplicate(let dot): .duplicate(dot)
            case .refused(let code, _): .refused(code)
            }
        self.init(counter: verdict.counter, outcome: outcome, stamp: verdict.stamp?.rawValue)
    }
}

extension VersionVector {
    fileprivate var plain: ModelVector {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.replica, $0.counter) })
    }
}

extension ModelValue {
    fileprivate init(_ value: CanonicalJSON, path: String) {
        if path == RegisterPath.deleted, let mark = DeletionMark(value.value) {
            self.init(text: ModelStore.Writing.deletion + mark.at, saw: mark.saw.plain)
        } else {
            self.init(text: String(decoding: value.bytes, as: UTF8.self))
        }
    }
}

extension Document {
    fileprivate var plain: [String: ModelRegister] {
        Dictionary(
            uniqueKeysWithValues: fields.map { field in
                let live = field.register.live.map { live in
                    (
                        live.dot,
                        ModelLive(
                            stamp: live.stamp.rawValue,
                            value: ModelValue(live.encoded, path: field.path))
                    )
                }
                return (
                    field.path,
                    ModelRegister(
                        seen: field.register.seen.plain,
                        live: Dictionary(uniqueKeysWithValues: live))
                )
            })
    }
}

extension StoredDocument {
    fileprivate var held: HubSnapshot.Held {
        HubSnapshot.Held(
            registers: document.plain,
            marks: Dictionary(
                uniqueKeysWithValues: document.fields.map {
                    ($0.path, ModelHub.Mark(seq: $0.seq, by: $0.by))
                }),
            seq: seq, scopeSeq: scopeSeq)
    }
}

extension JournalRow {
    fileprivate var plain: StoreSnapshot.Row {
        StoreSnapshot.Row(
            dot: change.dot, cid: change.cid, group: change.transaction,
            stamp: change.stamp.rawValue, isPending: isPending, isWithdrawn: isWithdrawn,
            code: code,
            operations: change.operations.map {
                ModelOperation(
                    path: $0.path, value: ModelValue($0.encoded, path: $0.path),
                    seen: $0.seen.plain)
            }.sorted { $0.path < $1.path })
    }
}
