internal import VNModel

/// Under which dots of a new id the changes of older ones stand.
struct ReplicaImages {
    /// One older id.
    private struct Part {
        let source: ReplicaRewrite.Source
        /// Counters of changes that were refused or taken back, ascending: they are given up.
        let givenUp: [UInt64]
        /// How many changes of the ids before come first.
        let offset: UInt64
    }

    private let new: ReplicaID
    private let parts: [Part]

    /// - Parameters:
    ///   - sources: in the order in which the store wrote under them.
    ///   - new: the new id.
    ///   - session: where their journals are.
    init(
        of sources: [ReplicaRewrite.Source], as new: ReplicaID, _ session: StoreSession
    ) throws {
        self.new = new
        var parts: [Part] = []
        var offset: UInt64 = 0
        for source in sources {
            let givenUp = try session.countersWithoutEffect(
                of: source.replica, after: source.acknowledged)
            parts.append(Part(source: source, givenUp: givenUp, offset: offset))
            offset += try session.rowCount(of: source.replica, after: source.acknowledged)
            offset -= UInt64(givenUp.count)
        }
        self.parts = parts
    }

    var sources: [ReplicaRewrite.Source] { parts.map(\.source) }

    /// The new dot of a change; `nil` if it keeps its own or is given up.
    subscript(_ dot: Dot) -> Dot? {
        guard let part = parts.first(where: { $0.source.replica == dot.replica }),
            dot.counter > part.source.acknowledged
        else { return nil }
        let place = part.givenUp.partitioningIndex(notBefore: dot.counter)
        guard place == part.givenUp.count || part.givenUp[place] != dot.counter else { return nil }
        return Dot(new, part.offset + dot.counter - part.source.acknowledged - UInt64(place))
    }
}

extension StoreSession {
    /// Counters of changes of an own id that were refused or taken back, ascending.
    fileprivate func countersWithoutEffect(
        of replica: ReplicaID, after counter: UInt64
    ) throws -> [UInt64] {
        try all(
            """
            SELECT counter FROM journal WHERE replica = ? AND counter > ?
                AND (is_withdrawn = 1 OR code IS NOT NULL) ORDER BY counter
            """, [.integer(Int64(try number(of: replica))), .integer(counter)]
        ) { $0.unsigned(0) }
    }

    fileprivate func rowCount(of replica: ReplicaID, after counter: UInt64) throws -> UInt64 {
        try first(
            "SELECT count(*) FROM journal WHERE replica = ? AND counter > ?",
            [.integer(Int64(try number(of: replica))), .integer(counter)]
        ) { $0.unsigned(0) } ?? 0
    }
}

extension [UInt64] {
    /// The place of the first element that is not less than a number, in an ascending list.
    fileprivate func partitioningIndex(notBefore number: UInt64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
