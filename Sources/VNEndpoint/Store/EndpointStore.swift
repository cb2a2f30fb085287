package import VNModel
package import VNWire

/// Where an endpoint keeps what it holds.
package protocol EndpointStore: Sendable {
    /// Runs a closure in one read transaction: it sees one state of the store.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T

    /// Runs a closure in one write transaction. When it returns, all of it survives a power cut;
    /// if it throws, nothing happened. Writes run one after the other.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T

    /// The same, told which changes the closure will probably take: what can be made ready for that
    /// is made before the transaction begins.
    func write<T: Sendable>(
        expecting changes: [Change],
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T
}

extension EndpointStore {
    /// A store that makes nothing ready.
    package func write<T: Sendable>(
        expecting changes: [Change],
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        try await write(body)
    }
}

/// What an endpoint asks of one transaction.
package protocol EndpointReading: AnyObject {
    /// Names this history of the feed; another one means another, restored or recreated hub.
    func generation() throws -> String
    /// Until when the endpoint takes changes that have observed what it does not hold, because it
    /// was put back, in milliseconds since 1970; `nil` if it was not.
    func recoveringUntil() throws -> UInt64?
    /// The newest seq of the feed; 0 before the first change.
    func head() throws -> UInt64
    /// How much of a replica's journal has been judged.
    func ledger(_ replica: ReplicaID) throws -> JournalMark
    /// How much of each journal has been judged.
    func ledgers() throws -> LedgerCounters
    /// How much of a replica's journal the last verified backup holds; all that was judged where
    /// no backup was ever made.
    func durable(_ replica: ReplicaID) throws -> UInt64
    /// What was said of one journal row; `nil` if it was not judged here or is forgotten.
    func logRow(_ dot: Dot) throws -> ChangeLogRow?
    /// What was said of a replica's rows after a counter, in order, at most `limit` of them.
    func logRows(_ replica: ReplicaID, after: UInt64, limit: Int) throws -> [ChangeLogRow]
    /// A document with its place in the feed and those of its registers.
    func document(_ id: DocumentID) throws -> HeldDocument?
    /// Whether the document is gone for ever.
    func isPurged(_ id: DocumentID) throws -> Bool
    /// The documents and purges after a seq, in order, at most `limit` of them; fewer mean that
    /// there are no more.
    func feed(after position: UInt64, limit: Int) throws -> [FeedRow]
    /// The comments under an article, whether the article stands here or not, sorted by id.
    func comments(of article: DocumentID) throws -> [DocumentID]
    /// What others have to know of an article; `nil` if it does not stand here.
    func article(_ id: DocumentID) throws -> ArticleFacts?
    /// What others have to know of a comment; `nil` if it does not stand here.
    func comment(_ id: DocumentID) throws -> CommentFacts?
    /// The dot under which a change was applied; `nil` if none was.
    func dot(ofChange cid: DocumentID) throws -> Dot?
    /// The sum of all documents' digests.
    func digestSum() throws -> DigestSum
    /// The documents of a range of ids with the digest of their registers and their place in the
    /// feed, in no order.
    func digests(
        in range: IDRange,
        _ body: (_ id: DocumentID, _ digest: [UInt8], _ seq: UInt64) throws -> Void) throws
    /// The ids of a range of those that stand here, ascending.
    func ids(in range: IDRange, _ body: (DocumentID) throws -> Void) throws
    /// The aliases of a document's registers.
    func aliases(of document: DocumentID) throws -> [Alias]
    /// How far replication with another hub has come; `nil` before it began.
    func peer(_ url: String) throws -> PeerState?
}

/// What an endpoint asks of one write transaction.
package protocol EndpointWriting: EndpointReading {
    /// The next place in the feed.
    func nextSeq() throws -> UInt64
    /// Writes a document at a place in the feed.
    ///
    /// - Parameters:
    ///   - document: the whole document with the feed marks of its registers.
    ///   - seq: its new place.
    ///   - scopeSeq: the seq at which what decides its scope changed; `nil` if it did not.
    func save(_ document: Document, seq: UInt64, scopeSeq: UInt64?) throws
    /// Gives a document a new place in the feed at which its scope may have changed; its
    /// registers keep their places.
    func move(_ id: DocumentID, seq: UInt64) throws
    /// Sets how much of a replica's journal has been judged.
    func setLedger(_ replica: ReplicaID, _ mark: JournalMark) throws
    /// Adds what was said of a journal row, at a time in milliseconds since 1970.
    func append(_ row: ChangeLogRow, at milliseconds: UInt64) throws
    /// Forgets what was said of a replica's rows before a counter, so that no hole comes.
    func forgetRows(of replica: ReplicaID, before counter: UInt64) throws
    /// Notes under which dot a change was applied.
    func setDot(_ dot: Dot, ofChange cid: DocumentID) throws
    /// Adds an alias of a document's register; adding it again changes nothing.
    func add(_ alias: Alias, to document: DocumentID) throws
    /// Takes a document out, whether it stands here or not, and keeps its id for ever.
    func purge(_ id: DocumentID, seq: UInt64) throws
    /// Notes how far replication with another hub has come.
    func setPeer(_ state: PeerState) throws
}
