package import VNModel

/// A document as it stands in the store.
package struct StoredDocument: Sendable {
    /// The document with the feed marks of its registers.
    package var document: Document
    /// The rowid in the kind's table.
    package let number: Int64
    /// The document's place in the change feed.
    package let seq: UInt64
    /// The seq at which what decides its scope last changed; 0 if that is not recorded.
    package let scopeSeq: UInt64
    /// The digest of the row, as written.
    package let digest: [UInt8]
    let hasSiblings: Bool
    /// What of the row stands in indexes; `nil` if that cannot be relied on.
    var indexed: IndexedColumns?

    /// Whether both were read of one state of a row: what changes the registers changes the
    /// digest, and what changes their marks the seq.
    func isSameRow(as other: StoredDocument) -> Bool {
        number == other.number && seq == other.seq && digest == other.digest
            && document.id == other.document.id
    }
}

extension DocumentKind {
    /// The table of the kind.
    var table: String {
        switch self {
        case .article: "article"
        case .comment: "comment"
        }
    }

    /// The number of the kind in tables that hold both.
    package var number: Int64 {
        switch self {
        case .article: 1
        case .comment: 2
        }
    }

    /// The kind with a number; `nil` if none has it.
    package init?(number: Int64) {
        switch number {
        case 1: self = .article
        case 2: self = .comment
        default: return nil
        }
    }
}
