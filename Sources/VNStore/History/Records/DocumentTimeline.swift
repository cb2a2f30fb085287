internal import VNModel

/// What happened to one document in this store, in the order in which it happened here.
struct DocumentTimeline {
    /// One thing that happened.
    enum Event {
        case change(JournalRow)
        case arrival(ArrivalRow)
    }

    let document: DocumentID
    let kind: DocumentKind
    /// The document as it stands now; `nil` if it does not.
    let present: Document?
    /// Oldest first.
    let events: [Event]
    /// What the local changes of each transaction superseded, oldest first.
    let superseded: [ArrivalRow]
    /// How many of the first events happened before something that was left out.
    let cutCount: Int
    /// Numbers of this store's ids.
    let own: [ReplicaID: Int]

    /// What stood at a path before a local change wrote it; `nil` if that is not known.
    ///
    /// - Returns: dots with their values, a value `nil` where the journal has it or nobody.
    func former(_ change: Change, _ operation: Change.Operation) -> [ArrivalRow.Value]? {
        if operation.seen.isEmpty { return [] }
        let replica = change.dot.replica
        let mine = operation.seen[replica]
        if let number = own[replica] {
            let row = superseded.last {
                $0.place < JournalPlace(own: number, counter: change.dot.counter)
            }
            if let row, row.place.own == number, mine <= row.place.counter,
                let register = row.registers.first(where: { $0.path == operation.path })
            {
                return register.former
            }
        }
        guard mine > 0 else { return nil }
        return [
            ArrivalRow.Value(
                dot: Dot(replica, mine), stamp: HybridTimestamp(rawValue: 0), value: nil)
        ]
    }
}

extension StoreSession {
    /// The timeline of a document of which anything is known.
    ///
    /// - Throws: ``StoreError`` `store.no-such-document`, also if it was removed for good.
    /// - Complexity: O(*n* log *n*) in its changes, of which the newest 10 000 count.
    func timeline(of id: DocumentID) throws -> DocumentTimeline {
        let isPurged = try first("SELECT 1 FROM purged WHERE doc = ?", [.id(id)]) {
            $0.integer(0)
        }
        guard isPurged == nil else {
            throw StoreError(
                .noSuchDocument, "\(id) was removed for good, its history with it",
                context: [id.description])
        }
        let limit = StoreLimits.historyEntries
        var own: [ReplicaID: Int] = [:]
        for replica in try ownReplicas() { own[replica] = try number(of: replica) }
        var changes: [JournalRow] = []
        var bytes = 0
        try journal(
            where: "doc = ? ORDER BY position DESC LIMIT ?",
            [.id(id), .integer(Int64(limit))]
        ) {
            changes.append($0)
            bytes += $0.operations.count
            return bytes < StoreLimits.timelineBytes
        }
        let (arrivals, isCut) = try newestArrivals(of: id, limit)
        let present = try stored(id)?.document
        guard let kind = present?.kind ?? changes.first?.change.kind else {
            throw StoreError.noSuchDocument(id)
        }
        let events = DocumentTimeline.merged(
            changes.reversed(), arrivals.filter { !$0.isLocal }.reversed(), own)
        var cutCount = 0
        if changes.count == limit || bytes >= StoreLimits.timelineBytes {
            cutCount = (events.firstIndex(where: \.isChange) ?? 0) + 1
        }
        if isCut { cutCount = max(cutCount, (events.firstIndex { !$0.isChange } ?? 0) + 1) }
        return DocumentTimeline(
            document: id, kind: kind, present: present, events: events,
            superseded: arrivals.filter(\.isLocal).reversed(), cutCount: cutCount, own: own)
    }

    /// The newest rows of `arrival` of a document, newest first, and whether older were left out.
    private func newestArrivals(
        of id: DocumentID, _ limit: Int
    ) throws -> (rows: [ArrivalRow], isCut: Bool) {
        var rows: [ArrivalRow] = []
        var bytes = 0
        while rows.count < limit, bytes < StoreLimits.timelineBytes {
            let last = rows.last?.seq ?? UInt64(Int64.max)
            let page = try arrivalRows(
                "WHERE doc = ? AND arrival.seq < ? ORDER BY arrival.seq DESC LIMIT ?",
                [.id(id), .integer(last), .integer(Int64(StoreLimits.arrivalBatch))])
            rows += page
            bytes += page.reduce(0) { $0 + $1.bytes }
            if page.count < StoreLimits.arrivalBatch { return (rows, false) }
        }
        return (rows, true)
    }
}

extension DocumentTimeline.Event {
    fileprivate var isChange: Bool {
        if case .change = self { true } else { false }
    }
}

extension DocumentTimeline {
    /// Both, oldest first, in one order: an arrival stands behind the change that headed the
    /// journal then.
    fileprivate static func merged(
        _ changes: [JournalRow], _ arrivals: [ArrivalRow], _ own: [ReplicaID: Int]
    ) -> [Event] {
        var result: [Event] = []
        var rest = changes[...]
        for arrival in arrivals {
            while let row = rest.first,
                JournalPlace(
                    own: own[row.change.dot.replica] ?? 0, counter: row.change.dot.counter)
                    <= arrival.place
            {
                result.append(.change(row))
                rest = rest.dropFirst()
            }
            result.append(.arrival(arrival))
        }
        return result + rest.map { .change($0) }
    }
}
