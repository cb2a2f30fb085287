internal import VNModel

/// Reads the history in one transaction; each document's timeline at most once.
final class HistoryReader {
    private let session: StoreSession
    private var timelines: [DocumentID: (DocumentTimeline, KnownValues)?] = [:]

    init(_ session: StoreSession) { self.session = session }

    /// The entries that meet the conditions, newest first.
    func entries(
        of document: DocumentID?, since: UInt64?, replica: ReplicaID?, limit: Int
    ) throws -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for row in try local(of: document, since: since, replica: replica, limit: limit) {
            entries.append(try entry(row))
        }
        for row in try arrivals(of: document, since: since, replica: replica, limit: limit) {
            entries.append(try entry(row))
        }
        // Each part comes newest first; the order of equal times is that of the parts.
        let order = entries.enumerated().sorted {
            ($1.element.milliseconds, $0.offset) < ($0.element.milliseconds, $1.offset)
        }
        return order.prefix(limit).map(\.element)
    }

    /// The timeline of a document; `nil` if it was removed for good or nothing is known of it.
    func timeline(of id: DocumentID) throws -> DocumentTimeline? { try known(id)?.0 }

    private func known(_ id: DocumentID) throws -> (DocumentTimeline, KnownValues)? {
        if let known = timelines[id] { return known }
        let found: (DocumentTimeline, KnownValues)?
        do {
            let timeline = try session.timeline(of: id)
            found = (timeline, KnownValues(timeline))
        } catch let error as StoreError where error.code == .noSuchDocument {
            found = nil
        }
        timelines.updateValue(found, forKey: id)
        return found
    }

    // MARK: Local changes

    private func local(
        of document: DocumentID?, since: UInt64?, replica: ReplicaID?, limit: Int
    ) throws -> [JournalRow] {
        var conditions = SQLConditions()
        if let document { conditions.add("doc = ?", .id(document)) }
        if let since {
            conditions.add("hlc >= ?", .integer(HybridTimestamp(milliseconds: since).rawValue))
        }
        if let replica {
            guard let number = try session.knownNumber(of: replica) else { return [] }
            conditions.add("replica = ?", .integer(Int64(number)))
        }
        var rows: [JournalRow] = []
        let terms = conditions.terms.isEmpty ? ["TRUE"] : conditions.terms
        try session.journal(
            where: terms.joined(separator: " AND ") + " ORDER BY position DESC LIMIT ?",
            conditions.values + [.integer(Int64(limit))]
        ) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    private func entry(_ row: JournalRow) throws -> HistoryEntry {
        let change = row.change
        let known = try known(change.document)
        let changes = change.operations.map { operation in
            let former = known.flatMap { $0.0.former(change, operation) }
            return FieldChange(
                path: operation.path,
                before: HistoryReader.values(former, operation.path, known?.1),
                after: known == nil ? .unknown : .known([operation.value]))
        }
        return HistoryEntry(
            origin: .local(dot: change.dot, transaction: change.transaction),
            document: change.document, kind: change.kind, changes: changes, dots: [change.dot],
            milliseconds: change.stamp.milliseconds, outcome: HistoryEntry.outcome(of: row),
            code: row.code, message: row.message, heldNumber: try heldNumber(change.dot))
    }

    private func heldNumber(_ dot: Dot) throws -> Int? {
        try session.first(
            "SELECT number FROM held WHERE replica = ? AND counter = ?",
            [.integer(Int64(try session.number(of: dot.replica))), .integer(dot.counter)]
        ) { Int($0.integer(0)) }
    }

    // MARK: Arrivals

    private func arrivals(
        of document: DocumentID?, since: UInt64?, replica: ReplicaID?, limit: Int
    ) throws -> [ArrivalRow] {
        var conditions = SQLConditions()
        conditions.add("arrival.remote IS NOT NULL")
        if let document { conditions.add("doc = ?", .id(document)) }
        if let since { conditions.add("at_ms >= ?", .integer(since)) }
        let batch = replica == nil ? limit : StoreLimits.arrivalBatch
        var result: [ArrivalRow] = []
        var last = UInt64(Int64.max)
        while result.count < limit {
            var page = conditions
            page.add("arrival.seq < ?", .integer(last))
            let rows = try session.arrivalRows(
                page.clause + " ORDER BY arrival.seq DESC LIMIT ?",
                page.values + [.integer(Int64(batch))])
            result += rows.filter { row in
                replica.map { id in row.dots.contains { $0.replica == id } } ?? true
            }
            guard rows.count == batch, let end = rows.last else { break }
            last = end.seq
        }
        return Array(result.prefix(limit))
    }

    private func entry(_ row: ArrivalRow) throws -> HistoryEntry {
        let known = try known(row.document)
        let changes = row.registers.map { register in
            FieldChange(
                path: register.path,
                before: HistoryReader.values(register.former, register.path, known?.1),
                after: HistoryReader.values(register.live, register.path, known?.1))
        }
        return HistoryEntry(
            origin: .arrival(remote: row.remote ?? "", seq: row.seq), document: row.document,
            kind: try known?.0.kind ?? session.kind(of: row.document), changes: changes,
            dots: row.dots, milliseconds: row.milliseconds, outcome: .arrived, code: nil,
            message: nil, heldNumber: nil)
    }

    private static func values(
        _ values: [ArrivalRow.Value]?, _ path: String, _ known: KnownValues?
    ) -> FieldChange.Values {
        guard let values, let known else { return .unknown }
        let found = values.map { $0.value ?? known.value($0.dot, path) }
        return found.contains(nil) ? .unknown : .known(found.compactMap { $0 })
    }
}

extension ArrivalRow {
    /// The changes that came, sorted.
    var dots: [Dot] { Set(registers.flatMap { $0.new.map(\.dot) }).sorted() }
}
