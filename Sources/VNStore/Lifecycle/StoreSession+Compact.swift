internal import GRDB
internal import VNModel

/// Rows that a compaction takes away.
struct CompactPart<Place: Sendable>: Sendable {
    var rows = 0
    var bytes = 0
    /// Where the next part begins; `nil` if nothing is left to look at.
    var last: Place?
}

/// A place in table `arrival`.
struct ArrivalPlace: Sendable {
    let document: DocumentID
    let seq: UInt64
}

extension StoreSession {
    /// How many rows at the beginnings of the journal nobody needs any more, and their bytes.
    func expendableJournal(before milliseconds: UInt64) throws -> (rows: Int, bytes: Int) {
        var sum = (rows: 0, bytes: 0)
        for part in try expendableParts(before: milliseconds) {
            let counts = try first(
                """
                SELECT count(*), total(length(ops)) FROM journal
                WHERE replica = ? AND counter <= ?
                """, [.integer(part.replica), .integer(part.last)]
            ) { (Int($0.integer(0)), Int($0.double(1))) }
            sum.rows += counts?.0 ?? 0
            sum.bytes += counts?.1 ?? 0
        }
        return sum
    }

    /// Deletes rows at the journal's beginnings, one batch.
    ///
    /// - Returns: how many.
    func dropJournal(before milliseconds: UInt64) throws -> Int {
        for part in try expendableParts(before: milliseconds) {
            let count = try run(
                """
                DELETE FROM journal WHERE replica = ?1 AND counter <= ?2 AND counter < ?3 + (
                    SELECT min(counter) FROM journal WHERE replica = ?1)
                """, .integer(part.replica), .integer(part.last),
                .integer(Int64(StoreLimits.compactBatch)))
            if count > 0 { return count }
        }
        return 0
    }

    /// Up to which counter the rows of each own id may go.
    ///
    /// The last row that every remote has answered for stays: the next one is chained to it, and
    /// it tells what a remote that was added later must have. Of a former id it is the last row
    /// at all. Everything that is left of a former id was answered for when the id was given up;
    /// a backup of a hub that holds a change of the present id holds all that came before it.
    private func expendableParts(
        before milliseconds: UInt64
    ) throws -> [(replica: Int64, last: UInt64)] {
        let safe = try first("SELECT min(min(acked, durable)) FROM remote") { $0.unsigned(0) }
        guard let safe, safe > 0 else { return [] }
        let present = Int64(try number(of: try head().replica))
        var ends = [(replica: present, end: safe)]
        try query(
            """
            SELECT replica, max(counter) FROM journal WHERE replica <> ? GROUP BY replica
            ORDER BY replica
            """, [.integer(present)]
        ) { ends.append((replica: $0.integer(0), end: $0.unsigned(1))) }
        return try ends.map { part in
            let stop =
                try first(
                    """
                    SELECT min(counter) FROM journal WHERE replica = ? AND counter < ?
                        AND (hlc >= ? OR \(StoreSession.isPending))
                    """,
                    [
                        .integer(part.replica), .integer(part.end),
                        .integer(HybridTimestamp(milliseconds: milliseconds).rawValue),
                    ]
                ) { $0.optionalInteger(0) } ?? nil
            return (part.replica, min(part.end, stop.map { UInt64($0) } ?? .max) - 1)
        }
    }

    /// Empties answered journal rows of purged documents behind a position, one batch. Deletions
    /// and erasures stay, since a hub that was put back must learn of them again.
    func erasePayloads(after position: Int64, _ writes: Bool) throws -> CompactPart<Int64> {
        var part = CompactPart<Int64>()
        let positions = try all(
            """
            SELECT position FROM journal WHERE position > ? AND ops <> '[]'
                AND doc IN (SELECT doc FROM purged) AND NOT \(StoreSession.isPending)
            ORDER BY position LIMIT ?
            """, [.integer(position), .integer(Int64(StoreLimits.compactBatch))]
        ) { $0.integer(0) }
        for position in positions {
            try journal(where: "position = ?", [.integer(position)]) { row in
                let kept = row.change.deletions
                guard kept.count < row.change.operations.count else { return false }
                part.rows += 1
                part.bytes += row.operations.count
                if writes { try erase(row, keeping: kept) }
                return false
            }
        }
        part.last = positions.count < StoreLimits.compactBatch ? nil : positions.last
        return part
    }

    /// Empties a journal row of a purged document, but for what deletes or erases it.
    func eraseAllButDeletion(_ row: JournalRow) throws {
        let kept = row.change.deletions
        if kept.count < row.change.operations.count { try erase(row, keeping: kept) }
    }

    private func erase(_ row: JournalRow, keeping kept: [Change.Operation]) throws {
        var change = row.change
        change.operations = kept
        try amend(change)
        guard kept.isEmpty else { return }
        try run(
            "UPDATE journal SET is_withdrawn = 1 WHERE replica = ? AND counter = ?",
            .integer(Int64(try number(of: change.dot.replica))), .integer(change.dot.counter))
    }

    /// Deletes old arrivals and those of purged documents behind a place, one batch.
    func dropArrivals(
        after place: ArrivalPlace?, before milliseconds: UInt64, _ writes: Bool
    ) throws -> CompactPart<ArrivalPlace> {
        var part = CompactPart<ArrivalPlace>()
        let start: [SQLValue] = [
            place.map { .id($0.document) } ?? .blob([]), .integer(place?.seq ?? 0),
        ]
        part.last =
            try first(
                """
                SELECT doc, seq FROM arrival WHERE (doc, seq) > (?, ?) ORDER BY doc, seq
                LIMIT 1 OFFSET ?
                """, start + [.integer(Int64(StoreLimits.compactBatch - 1))]
            ) { row in row.id(0).map { ArrivalPlace(document: $0, seq: row.unsigned(1)) } } ?? nil
        var condition = """
            (doc, seq) > (?, ?) AND (at_ms < ? OR doc IN (SELECT doc FROM purged))
            """
        var values = start + [.integer(milliseconds)]
        if let last = part.last {
            condition += " AND (doc, seq) <= (?, ?)"
            values += [.id(last.document), .integer(last.seq)]
        }
        (part.rows, part.bytes) =
            try first(
                "SELECT count(*), total(length(changes)) FROM arrival WHERE " + condition, values
            ) { (Int($0.integer(0)), Int($0.double(1))) } ?? (0, 0)
        if writes, part.rows > 0 { try run("DELETE FROM arrival WHERE " + condition, values) }
        return part
    }

    /// The segments that a search index consists of. Words of what was deleted stand in them until
    /// they are merged into one.
    ///
    /// - Complexity: O(*n* log *m*) in the segments and the pages of the index.
    func searchParts(_ kind: DocumentKind) throws -> Int {
        // FTS5 keeps pages under numbers of which the bits from 37 on name the part.
        let data = "\(SearchTable.name(kind))_data"
        return try first(
            """
            WITH RECURSIVE part (id) AS (
                SELECT min(id) >> 37 FROM \(data) WHERE id >= 1 << 37
                UNION ALL
                SELECT (SELECT min(id) >> 37 FROM \(data) WHERE id >= (part.id + 1) << 37)
                FROM part WHERE part.id IS NOT NULL
            ) SELECT count(id) FROM part
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Merges parts of a search index, as many pages as are said; negative at the beginning.
    ///
    /// - Returns: whether there may be more to merge.
    func mergeSearch(_ kind: DocumentKind, pages: Int) throws -> Bool {
        let name = SearchTable.name(kind)
        let before = database.totalChangesCount
        try run(
            "INSERT INTO \(name) (\(name), rank) VALUES ('merge', ?)", .integer(Int64(pages)))
        // FTS5's own word for it: fewer than two changes mean that nothing was merged.
        return database.totalChangesCount - before >= 2
    }

    /// All pages of the file, those of them that are free, and the bytes of each.
    func pageCounts() throws -> (all: Int, free: Int, size: Int) {
        func number(_ pragma: String) throws -> Int {
            try first("PRAGMA \(pragma)") { Int($0.integer(0)) } ?? 0
        }
        return (
            try number("page_count"), try number("freelist_count"), try number("page_size")
        )
    }
}

extension Change {
    /// The operations that delete or erase the document, or take that back.
    fileprivate var deletions: [Operation] {
        operations.filter { $0.path == RegisterPath.deleted || $0.path == RegisterPath.erased }
    }
}
