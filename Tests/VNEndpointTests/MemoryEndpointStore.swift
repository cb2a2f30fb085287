import VNEndpoint
import VNModel
import VNWire

/// An endpoint's store in memory: the simplest thing that keeps the contract, against which the
/// SQLite store is held.
actor MemoryEndpointStore: EndpointStore {
    private var tables = MemoryTables()

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T {
        try body(MemorySession(tables))
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        let session = MemorySession(tables)
        let result = try body(session)
        tables = session.tables
        return result
    }

    /// Puts the store back to an earlier state, under another generation.
    func restore(_ tables: MemoryTables, generation: String) {
        self.tables = tables
        self.tables.generation = generation
    }

    var snapshot: MemoryTables { tables }
}

struct MemoryTables: Sendable {
    var generation = "0000000000009"
    var head: UInt64 = 0
    var documents: [DocumentID: HeldDocument] = [:]
    var purged: [DocumentID: UInt64] = [:]
    var ledger: [ReplicaID: JournalMark] = [:]
    var log: [Dot: ChangeLogRow] = [:]
    var dots: [DocumentID: Dot] = [:]
    var aliases: [DocumentID: [Alias]] = [:]
    var peers: [String: PeerState] = [:]
}

final class MemorySession: EndpointWriting {
    var tables: MemoryTables

    init(_ tables: MemoryTables) { self.tables = tables }

    func generation() throws -> String { tables.generation }
    func recoveringUntil() throws -> UInt64? { nil }

    func head() throws -> UInt64 { tables.head }
    func ledger(_ replica: ReplicaID) throws -> JournalMark { tables.ledger[replica] ?? .origin }
    func ledgers() throws -> LedgerCounters { tables.ledger.mapValues(\.counter) }
    func peer(_ url: String) throws -> PeerState? { tables.peers[url] }
    func setPeer(_ state: PeerState) throws { tables.peers[state.url] = state }
    func durable(_ replica: ReplicaID) throws -> UInt64 { try ledger(replica).counter }
    func logRow(_ dot: Dot) throws -> ChangeLogRow? { tables.log[dot] }
    func document(_ id: DocumentID) throws -> HeldDocument? { tables.documents[id] }
    func isPurged(_ id: DocumentID) throws -> Bool { tables.purged[id] != nil }
    func dot(ofChange cid: DocumentID) throws -> Dot? { tables.dots[cid] }
    func aliases(of document: DocumentID) throws -> [Alias] { tables.aliases[document] ?? [] }

    func digestSum() throws -> DigestSum {
        var sum = DigestSum()
        for held in tables.documents.values { sum.add(held.document.digest) }
        return sum
    }

    func digests(
        in range: IDRange, _ body: (DocumentID, [UInt8], UInt64) throws -> Void
    ) throws {
        for (id, held) in tables.documents where range.contains(id) {
            try body(id, held.document.digest, held.seq)
        }
    }

    func ids(in range: IDRange, _ body: (DocumentID) throws -> Void) throws {
        for id in tables.documents.keys.sorted() where range.contains(id) { try body(id) }
    }

    func logRows(_ replica: ReplicaID, after: UInt64, limit: Int) throws -> [ChangeLogRow] {
        let rows = tables.log.values.filter { $0.dot.replica == replica && $0.dot.counter > after }
        return Array(rows.sorted { $0.dot < $1.dot }.prefix(limit))
    }

    func feed(after position: UInt64, limit: Int) throws -> [FeedRow] {
        var rows = tables.documents.values.filter { $0.seq > position }.map(FeedRow.document)
        rows += tables.purged.filter { $0.value > position }.map { .purge($0.key, seq: $0.value) }
        return Array(rows.sorted { $0.seq < $1.seq }.prefix(limit))
    }

    func comments(of article: DocumentID) throws -> [DocumentID] {
        tables.documents.values.filter {
            $0.document.kind == .comment && CommentFacts($0.document).article == article
        }.map(\.document.id).sorted()
    }

    func article(_ id: DocumentID) throws -> ArticleFacts? {
        guard let document = tables.documents[id]?.document, document.kind == .article else {
            return nil
        }
        return ArticleFacts(document)
    }

    func comment(_ id: DocumentID) throws -> CommentFacts? {
        guard let document = tables.documents[id]?.document, document.kind == .comment else {
            return nil
        }
        return CommentFacts(document)
    }

    func nextSeq() throws -> UInt64 {
        tables.head += 1
        return tables.head
    }

    func save(_ document: Document, seq: UInt64, scopeSeq: UInt64?) throws {
        let scopeSeq = scopeSeq ?? tables.documents[document.id]?.scopeSeq ?? 0
        tables.documents[document.id] = HeldDocument(
            document: document, seq: seq, scopeSeq: scopeSeq)
    }

    func move(_ id: DocumentID, seq: UInt64) throws {
        tables.documents[id]?.seq = seq
        tables.documents[id]?.scopeSeq = seq
    }

    func setLedger(_ replica: ReplicaID, _ mark: JournalMark) throws {
        tables.ledger[replica] = mark
    }

    func append(_ row: ChangeLogRow, at milliseconds: UInt64) throws {
        precondition(tables.log[row.dot] == nil, "a journal row is judged once")
        tables.log[row.dot] = row
    }

    func forgetRows(of replica: ReplicaID, before counter: UInt64) throws {
        tables.log = tables.log.filter {
            $0.key.replica != replica || $0.key.counter >= counter
        }
    }

    func setDot(_ dot: Dot, ofChange cid: DocumentID) throws {
        precondition(tables.dots[cid] == nil, "a change is applied once")
        tables.dots[cid] = dot
    }

    func add(_ alias: Alias, to document: DocumentID) throws {
        if !(tables.aliases[document] ?? []).contains(alias) {
            tables.aliases[document, default: []].append(alias)
        }
    }

    func purge(_ id: DocumentID, seq: UInt64) throws {
        tables.documents[id] = nil
        tables.purged[id] = seq
    }
}
