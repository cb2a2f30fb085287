package import VNModel

/// One document as it is compared with other stores.
package struct DigestEntry: Hashable, Sendable {
    /// The document.
    package let id: DocumentID
    /// The digest of its registers, as it was written with them.
    package let digest: [UInt8]
    /// Its place in the feed.
    package let seq: UInt64

    /// - Parameters:
    ///   - id: the document.
    ///   - digest: the digest of its registers.
    ///   - seq: its place in the feed.
    package init(id: DocumentID, digest: [UInt8], seq: UInt64) {
        (self.id, self.digest, self.seq) = (id, digest, seq)
    }
}

extension StoreSession {
    /// The sum of all documents' digests, as it is kept with every write.
    ///
    /// - Complexity: O(1).
    package func digestSum() throws -> DigestSum {
        let kept =
            try loadedHead.map(\.digestSum)
            ?? first("SELECT documents, digest_sum FROM store") { row in
                DigestSum(count: row.unsigned(0), bytes: row.blob(1))
            } ?? nil
        guard var sum = kept else {
            throw StoreError(
                .corrupt, "the sum of all digests is damaged; run `vnsync verify --repair`")
        }
        sum += sumChange
        return sum
    }

    /// Makes the sum anew from the rows' digests.
    ///
    /// - Returns: whether it was another one.
    /// - Complexity: O(*n*) in all documents.
    @discardableResult
    package func recountDigests() throws -> Bool {
        let sum = try digestSums([.all])[0]
        let isSame = (try? digestSum()) == sum
        try changeHead { $0.digestSum = sum }
        sumChange = DigestSum()
        return !isSame
    }

    /// The documents of a range of ids with their digests, in no order.
    ///
    /// - Complexity: O(*n*) in the documents of the range.
    package func digests(in range: IDRange, _ body: (DigestEntry) throws -> Void) throws {
        let (condition, values) = StoreSession.condition(range)
        for kind in DocumentKind.allCases {
            try query("SELECT id, digest, seq FROM \(kind.table)\(condition)", values) { row in
                guard let id = row.id(0) else { return }
                try body(DigestEntry(id: id, digest: row.blob(1), seq: row.unsigned(2)))
            }
        }
    }

    /// The ids of a range, ascending.
    ///
    /// - Complexity: O(*n*) in the documents of the range, of which only the ids are read.
    package func ids(in range: IDRange, _ body: (DocumentID) throws -> Void) throws {
        let (condition, values) = StoreSession.condition(range)
        let sql = DocumentKind.allCases.map { "SELECT id FROM \($0.table)\(condition)" }
        // Both halves have the same numbered values.
        try query(sql.joined(separator: " UNION ALL ") + " ORDER BY id", values) { row in
            if let id = row.id(0) { try body(id) }
        }
    }

    /// The sum of each of some ranges, which ascend and meet.
    ///
    /// - Complexity: O(*n* log *k*) in the documents of the *k* ranges.
    package func digestSums(_ ranges: [IDRange]) throws -> [DigestSum] {
        guard let first = ranges.first, let last = ranges.last else { return [] }
        var sums = DigestSums(ranges)
        try digests(in: IDRange(from: first.from, to: last.to)) { sums.add($0.id, $0.digest) }
        return sums.sums
    }

    private static func condition(_ range: IDRange) -> (sql: String, values: [SQLValue]) {
        switch (range.from, range.to) {
        case (nil, nil): ("", [])
        case (let from?, nil): (" WHERE id >= ?1", [.id(from)])
        case (nil, let to?): (" WHERE id < ?1", [.id(to)])
        case (let from?, let to?): (" WHERE id >= ?1 AND id < ?2", [.id(from), .id(to)])
        }
    }
}
