internal import VNEndpoint
internal import VNModel
internal import VNWire

/// Plants bugs between an endpoint and its store.
struct SabotagedStore: EndpointStore {
    private let store: any EndpointStore
    private let canary: Canary

    init(_ store: any EndpointStore, _ canary: Canary) {
        self.store = store
        self.canary = canary
    }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T {
        let canary = canary
        return try await store.read { try body(SabotagedReading($0, canary)) }
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        let canary = canary
        return try await store.write { try body(SabotagedWriting($0, canary)) }
    }

    func write<T: Sendable>(
        expecting changes: [Change],
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        let canary = canary
        return try await store.write(expecting: changes) {
            try body(SabotagedWriting($0, canary))
        }
    }
}

/// One transaction with a bug in what it reads.
class SabotagedReading: EndpointReading {
    private let reading: any EndpointReading
    fileprivate let canary: Canary

    init(_ reading: any EndpointReading, _ canary: Canary) {
        self.reading = reading
        self.canary = canary
    }

    func generation() throws -> String { try reading.generation() }
    func recoveringUntil() throws -> UInt64? {
        canary == .keptBound ? nil : try reading.recoveringUntil()
    }
    func head() throws -> UInt64 { try reading.head() }
    func ledger(_ replica: ReplicaID) throws -> JournalMark { try reading.ledger(replica) }

    func durable(_ replica: ReplicaID) throws -> UInt64 { try reading.durable(replica) }

    func logRow(_ dot: Dot) throws -> ChangeLogRow? {
        guard canary == .otherVerdict, let row = try reading.logRow(dot), row.verdict.isPlain
        else { return try reading.logRow(dot) }
        let other: Verdict.Outcome = row.verdict.outcome == .applied ? .merged : .applied
        return ChangeLogRow(
            dot: dot, hash: row.hash, verdict: Verdict(counter: dot.counter, outcome: other),
            document: row.document, cid: row.cid, paths: row.paths)
    }

    func ledgers() throws -> LedgerCounters {
        canary == .noLedgerExchange ? [:] : try reading.ledgers()
    }
    func peer(_ url: String) throws -> PeerState? { try reading.peer(url) }

    func logRows(_ replica: ReplicaID, after: UInt64, limit: Int) throws -> [ChangeLogRow] {
        let rows = try reading.logRows(replica, after: after, limit: limit)
        guard canary == .noCrossAlias else { return rows }
        return rows.map {
            ChangeLogRow(
                dot: $0.dot, hash: $0.hash, verdict: $0.verdict, document: $0.document,
                cid: $0.cid)
        }
    }

    func document(_ id: DocumentID) throws -> HeldDocument? {
        try reading.document(id)
    }

    func isPurged(_ id: DocumentID) throws -> Bool {
        canary == .untoldPurge ? false : try reading.isPurged(id)
    }

    func feed(after position: UInt64, limit: Int) throws -> [FeedRow] {
        try reading.feed(after: position, limit: limit).compactMap { row in
            switch row {
            case .document: row
            case .purge: canary == .untoldPurge ? nil : row
            }
        }
    }

    func comments(of article: DocumentID) throws -> [DocumentID] {
        try reading.comments(of: article)
    }

    func article(_ id: DocumentID) throws -> ArticleFacts? {
        var facts = try reading.article(id)
        if canary == .refusedIDs { facts?.isClosed = true }
        return facts
    }
    func comment(_ id: DocumentID) throws -> CommentFacts? { try reading.comment(id) }
    func dot(ofChange cid: DocumentID) throws -> Dot? { try reading.dot(ofChange: cid) }
    func digestSum() throws -> DigestSum {
        var sum = try reading.digestSum()
        if canary == .wrongSum { sum.add(ChangeHash.origin.bytes) }
        return sum
    }
    func ids(in range: IDRange, _ body: (DocumentID) throws -> Void) throws {
        try reading.ids(in: range, body)
    }
    func digests(
        in range: IDRange, _ body: (DocumentID, [UInt8], UInt64) throws -> Void
    ) throws {
        try reading.digests(in: range, body)
    }
    func aliases(of document: DocumentID) throws -> [Alias] {
        let new = newAliases
        return try reading.aliases(of: document).filter { !new.contains($0) }
    }

    /// Aliases that work for later changes only.
    fileprivate var newAliases: Set<Alias> { [] }
}

/// One transaction with a bug in what it reads or writes.
final class SabotagedWriting: SabotagedReading, EndpointWriting {
    private let writing: any EndpointWriting
    private var added: Set<Alias> = []

    override fileprivate var newAliases: Set<Alias> { added }

    init(_ writing: any EndpointWriting, _ canary: Canary) {
        self.writing = writing
        super.init(writing, canary)
    }

    func nextSeq() throws -> UInt64 { try writing.nextSeq() }

    func save(_ document: Document, seq: UInt64, scopeSeq: UInt64?) throws {
        guard canary == .lostSuperseding, let before = try writing.document(document.id) else {
            return try writing.save(
                document, seq: seq, scopeSeq: canary == .partialArrival ? nil : scopeSeq)
        }
        var document = document
        for field in before.document.fields where field.path == "headline" {
            let live = Set(document[field.path].live + field.register.live)
            let kept = Register(
                seen: document[field.path].seen, live: live.sorted { $0.dot < $1.dot })
            document.set(field.path, kept, seq: seq, by: nil)
        }
        try writing.save(document, seq: seq, scopeSeq: scopeSeq)
    }

    func move(_ id: DocumentID, seq: UInt64) throws {
        if canary != .commentsStay { try writing.move(id, seq: seq) }
    }

    func setLedger(_ replica: ReplicaID, _ mark: JournalMark) throws {
        guard canary == .ledgerBehind, mark.counter % 5 == 0 else {
            return try writing.setLedger(replica, mark)
        }
    }

    func append(_ row: ChangeLogRow, at milliseconds: UInt64) throws {
        try writing.append(row, at: milliseconds)
    }

    func forgetRows(of replica: ReplicaID, before counter: UInt64) throws {
        try writing.forgetRows(of: replica, before: counter)
    }

    func setPeer(_ state: PeerState) throws { try writing.setPeer(state) }

    func setDot(_ dot: Dot, ofChange cid: DocumentID) throws {
        if canary != .noChangeIDs { try writing.setDot(dot, ofChange: cid) }
    }

    func add(_ alias: Alias, to document: DocumentID) throws {
        if canary == .laterAliases { added.insert(alias) }
        if canary != .noAliases { try writing.add(alias, to: document) }
    }

    func purge(_ id: DocumentID, seq: UInt64) throws { try writing.purge(id, seq: seq) }
}
