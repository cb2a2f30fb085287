internal import VNModel
internal import VNWire

/// Which judged rows a peer is told at the end of its pull, and how far that has come.
struct PeerLog: Sendable {
    /// What the peer has judged itself.
    let known: LedgerCounters
    /// What the hub had judged when the last document was told; `nil` until then.
    private(set) var ledger: LedgerCounters?
    /// The replicas of which rows are still to be told, in reverse order, with the counter of the
    /// row that was told last.
    private var rest: [(replica: ReplicaID, after: UInt64)] = []
    /// Rows that were read and not told yet.
    private var ready: ArraySlice<ChangeLogRow> = []

    /// - Parameter known: what the peer has judged.
    init(known: LedgerCounters) { self.known = known }

    /// Whether all documents have been told.
    var hasBegun: Bool { ledger != nil }

    /// Whether all rows have been told.
    var isAtEnd: Bool { rest.isEmpty && ready.isEmpty }

    /// Settles what is told: what has been judged in this state of the hub, of which all documents
    /// have been told.
    mutating func begin(_ reading: any EndpointReading) throws {
        begin(through: try reading.ledgers())
    }

    /// Settles that rows up to these counters are told.
    mutating func begin(through ledger: LedgerCounters) {
        self.ledger = ledger
        rest = ledger.filter { $0.value > known[$0.key] ?? 0 }.keys.sorted().reversed().map {
            ($0, known[$0] ?? 0)
        }
    }

    /// The next row; `nil` when all are told.
    mutating func next(_ reading: any EndpointReading) throws -> ChangeLogRow? {
        while ready.isEmpty, let (replica, after) = rest.last {
            let end = ledger?[replica] ?? 0
            let rows = try reading.logRows(
                replica, after: after, limit: EndpointLimits.pageRows
            ).prefix { $0.dot.counter <= end }
            guard let last = rows.last, last.dot.counter < end else {
                rest.removeLast()
                ready = rows
                continue
            }
            rest[rest.count - 1].after = last.dot.counter
            ready = rows
        }
        return ready.popFirst()
    }
}
