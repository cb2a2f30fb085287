import VNModel

/// What of a store is compared.
struct StoreSnapshot: Equatable, Sendable {
    struct Row: Hashable, Sendable, Comparable {
        var dot: Dot
        var cid: DocumentID
        var group: UInt64
        var stamp: UInt64
        var isPending: Bool
        var isWithdrawn: Bool
        var code: String?
        var operations: [ModelOperation]

        static func < (left: Row, right: Row) -> Bool { left.dot < right.dot }
    }

    var replica: ReplicaID
    var former: Set<ReplicaID>
    var isCopied: Bool
    var stamp: UInt64
    var documents: [DocumentID: [String: ModelRegister]]
    var rows: [Row]
    /// Change and code of each held change.
    var held: [String]
    var purged: Set<DocumentID>
    var generation: String?
    var acked: UInt64
    var cursor: ModelCursor?
    var isFirst: Bool
    /// What is held of the scope that was wanted before.
    var heldScope: ModelHub.HeldScope?
    var isReplacing: Bool
    var rereads: Set<DocumentID>
    var evictions: Set<DocumentID>
    var unconfirmed: Set<DocumentID>
}

/// What of a hub is compared.
struct HubSnapshot: Equatable, Sendable {
    struct Held: Equatable, Sendable {
        var registers: [String: ModelRegister]
        var marks: [String: ModelHub.Mark]
        var seq: UInt64
        var scopeSeq: UInt64
    }

    var generation: String
    var head: UInt64
    var documents: [DocumentID: Held]
    var purged: [DocumentID: UInt64]
    var known: [ReplicaID: UInt64]
    var log: [Dot: ModelVerdict]
    var cids: [DocumentID: Dot]
    var aliases: [DocumentID: Set<ModelAlias>]
}

extension ModelStore {
    var snapshot: StoreSnapshot {
        StoreSnapshot(
            replica: replica, former: Set(former), isCopied: isCopied, stamp: stamp,
            documents: documents.mapValues(\.registers),
            rows: journal.map { row in
                StoreSnapshot.Row(
                    dot: row.dot, cid: row.cid, group: row.group, stamp: row.stamp,
                    isPending: row.isPending, isWithdrawn: row.isWithdrawn, code: row.code,
                    operations: row.operations.sorted { $0.path < $1.path })
            }.sorted(),
            held: held.map { "\($0.cid) \($0.code)" }.sorted(), purged: purged,
            generation: generation, acked: acked.counter, cursor: cursor, isFirst: isFirst,
            heldScope: heldScope, isReplacing: isReplacing, rereads: rereads, evictions: evictions,
            unconfirmed: unconfirmed)
    }
}

extension ModelHub {
    var snapshot: HubSnapshot {
        HubSnapshot(
            generation: generation, head: head,
            documents: documents.mapValues {
                HubSnapshot.Held(
                    registers: $0.document.registers, marks: $0.marks, seq: $0.seq,
                    scopeSeq: $0.scopeSeq)
            },
            purged: purged, known: ledger.mapValues(\.counter), log: log.mapValues(\.verdict),
            cids: cids, aliases: aliases.filter { !$0.value.isEmpty })
    }
}

extension StoreSnapshot {
    /// Where another one differs, for people.
    func differences(_ other: StoreSnapshot) -> [String] {
        var result = documents.differences(other.documents, "document")
        func compare<T: Equatable>(_ name: String, _ mine: T, _ theirs: T) {
            if mine != theirs { result.append("\(name): engine \(mine), model \(theirs)") }
        }
        compare("replica", replica, other.replica)
        compare("former ids", former, other.former)
        compare("copied", isCopied, other.isCopied)
        compare("stamp", stamp, other.stamp)
        compare("held", held, other.held)
        compare("purged", purged, other.purged)
        compare("generation", generation, other.generation)
        compare("acked", acked, other.acked)
        compare("cursor", cursor, other.cursor)
        compare("first", isFirst, other.isFirst)
        compare("held scope", heldScope, other.heldScope)
        compare("replacing", isReplacing, other.isReplacing)
        compare("rereads", rereads, other.rereads)
        compare("evictions", evictions, other.evictions)
        compare("unconfirmed", unconfirmed, other.unconfirmed)
        if rows != other.rows {
            let (mine, theirs) = (Set(rows), Set(other.rows))
            result += mine.subtracting(theirs).sorted().map { "row of the engine: \($0)" }
            result += theirs.subtracting(mine).sorted().map { "row of the model: \($0)" }
        }
        return result
    }
}

extension HubSnapshot {
    /// Where another one differs, for people.
    func differences(_ other: HubSnapshot) -> [String] {
        var result: [String] = []
        if generation != other.generation { result.append("hub generation") }
        if head != other.head { result.append("hub head: \(head), model \(other.head)") }
        result += documents.differences(other.documents, "hub document")
        result += purged.differences(other.purged, "hub purged")
        result += known.differences(other.known, "hub ledger")
        result += log.differences(other.log, "hub log")
        result += cids.differences(other.cids, "hub cid")
        result += aliases.differences(other.aliases, "hub aliases")
        return result
    }
}

extension Dictionary where Value: Equatable {
    fileprivate func differences(_ other: [Key: Value], _ name: String) -> [String] {
        Set(keys).union(other.keys).filter { self[$0] != other[$0] }.map { key in
            "\(name) \(key): engine \(self[key].map { "\($0)" } ?? "-"), "
                + "model \(other[key].map { "\($0)" } ?? "-")"
        }.sorted()
    }
}
