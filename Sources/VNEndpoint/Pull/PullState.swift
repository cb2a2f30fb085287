internal import VNModel
internal import VNWire

/// How far one pull has come; between two pages it is all that is left of it.
struct PullState: Sendable {
    let replica: ReplicaID
    let scope: Scope
    let isReplacing: Bool
    /// What the puller holds of the scope that it wanted before, and up to which seq.
    let held: (scope: Scope, since: UInt64)?
    /// Whether the sum of the scope is told at the end.
    let wantsSum: Bool
    let generation: String
    /// Registers that changed after this seq travel.
    let since: UInt64
    /// The head of the feed when the pull began.
    let start: UInt64
    /// Whether the puller held nothing when the pull began.
    let isEmpty: Bool
    /// How much of the puller's journal was judged when the pull began.
    let known: JournalMark
    /// Rows of the feed that one page looks at.
    let pageRows: Int
    /// Documents after this seq are still to come.
    var position: UInt64
    /// How many items may still travel.
    var remaining: Int
    var count = 0
    var digest = PullDigest()
    /// Whether the last line has been written.
    var hasEnded = false
    /// What of the judged rows is still to be told; `nil`: the puller is no peer.
    var log: PeerLog?

    /// - Throws: the problems of a cursor that is of another generation or of none.
    init(
        _ request: PullRequest, _ reading: any EndpointReading,
        pageRows: Int = EndpointLimits.pageRows
    ) throws {
        self.pageRows = pageRows
        generation = try reading.generation()
        start = try reading.head()
        replica = request.replica
        known = try reading.ledger(request.replica)
        scope = request.scope
        isReplacing = request.isReplacing
        wantsSum = request.wantsState
        remaining = request.limit ?? .max
        held = try request.held.map { former in
            let cursor = try Cursor(former.cursor)
            guard try cursor.generation == reading.generation() else {
                throw Problem.generation
            }
            return (former.scope, cursor.since)
        }
        guard let text = request.cursor else {
            (since, position, isEmpty) = (0, 0, request.isEmpty)
            return
        }
        let cursor = try Cursor(text)
        guard cursor.generation == generation else { throw Problem.generation }
        guard cursor.position <= start else {
            throw WireError(
                code: WireCode.cursor,
                message: "the cursor lies beyond this hub's feed; pull again without one")
        }
        (since, position) = (cursor.since, cursor.position)
        isEmpty = request.isEmpty && since == 0
    }

    /// The state of a peer's pull: all documents, nothing taken for an echo, and the judged rows.
    init(peer request: PeerRequest, _ reading: any EndpointReading, pageRows: Int) throws {
        let generation = try reading.generation()
        guard request.generation ?? generation == generation else { throw Problem.generation }
        // No replica has this id, so nothing that anybody pushed is left out.
        let pull = PullRequest(replica: ReplicaID(bits: 0), cursor: request.cursor)
        try self.init(pull, reading, pageRows: pageRows)
        log = PeerLog(known: request.ledger)
    }

    var header: PullHeader {
        PullHeader(generation: generation, from: position, head: start, known: known)
    }
}

extension Problem {
    /// The problem of a client that believes the hub to be of another generation.
    static let generation = Problem(
        status: 409, code: WireCode.generation, title: "The hub is not the one it was",
        detail: "this hub was restored or recreated, or is another one; say hello again")
}
