internal import VNModel

/// What of a document's row depends on its registers alone, and not on the store that writes it.
struct RowContent: Sendable {
    /// All values of the row but seq, scope seq and clock.
    let row: PackedRow
    /// Values that are not shown.
    let siblings: [(path: String, value: LiveValue)]
    let topics: [String]
    let indexed: IndexedColumns
    let digest: [UInt8]
    let vector: VersionVector
    /// The newest stamp of a live value.
    let newest: HybridTimestamp
    /// The only write that the document consists of; `nil` if there are more, or if its registers
    /// have marks of a feed.
    let sole: LiveValue?

    /// - Complexity: O(*n*) in the size of the document.
    init(_ document: Document) {
        let stored = EncodedRow(document)
        let derived = DerivedColumns(document)
        digest = document.digest
        siblings = stored.siblings
        indexed = IndexedColumns(derived, stored, document.kind)
        var values: [SQLValue] = []
        values.reserveCapacity(32)
        values += [
            .id(document.id), .text(derived.state), .integer(Int64(derived.conflicts)),
            .integer(Int64(siblings.count)),
        ]
        values += derived.values
        values += stored.columns
        values += [stored.extra, .blob(digest)]
        row = PackedRow(values)
        topics = document.topics
        vector = document.vector
        newest = document.newestStamp
        sole = document.soleWrite
    }

    /// The columns of the row's values.
    static func names(_ kind: DocumentKind) -> [String] {
        ["id", "state", "conflicts", "siblings"] + DerivedColumns.names(kind)
            + StoredColumns.of(kind).columns.map(\.name) + ["extra", "digest"]
    }
}

extension Document {
    /// The slugs of an article's topics.
    var topics: [String] {
        kind == .article ? members(of: "topics").map(\.name) : []
    }

    /// The newest stamp of a live value.
    var newestStamp: HybridTimestamp {
        var newest = HybridTimestamp(rawValue: 0)
        for field in fields {
            if let sole = field.register.sole {
                newest = max(newest, sole.stamp)
            } else {
                for live in field.register.live { newest = max(newest, live.stamp) }
            }
        }
        return newest
    }

    /// A live value of the only write that the document consists of, if nothing else was ever
    /// written to it, nothing of it is removed, and it has no marks of a feed.
    fileprivate var soleWrite: LiveValue? {
        guard let first = fields.first?.register.sole else { return nil }
        let isSole = fields.allSatisfy { field in
            guard let live = field.register.sole else { return false }
            return live.dot == first.dot && live.stamp == first.stamp && !live.isNull
                && field.seq == 0 && field.by == nil
        }
        return isSole ? first : nil
    }
}
