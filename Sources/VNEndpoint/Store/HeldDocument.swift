package import VNModel
package import VNWire

/// A document as an endpoint holds it.
package struct HeldDocument: Sendable {
    /// The document with the feed marks of its registers.
    package var document: Document
    /// Its place in the feed.
    package var seq: UInt64
    /// The seq at which what decides its scope last changed.
    package var scopeSeq: UInt64

    /// - Parameters:
    ///   - document: the document with the feed marks of its registers.
    ///   - seq: its place in the feed.
    ///   - scopeSeq: the seq at which what decides its scope last changed.
    package init(document: Document, seq: UInt64, scopeSeq: UInt64) {
        self.document = document
        self.seq = seq
        self.scopeSeq = scopeSeq
    }
}

/// One row of an endpoint's feed.
package enum FeedRow: Sendable {
    /// A document at its newest place.
    case document(HeldDocument)
    /// A document that is gone for ever.
    case purge(DocumentID, seq: UInt64)

    /// The row's place in the feed.
    package var seq: UInt64 {
        switch self {
        case .document(let held): held.seq
        case .purge(_, let seq): seq
        }
    }
}

/// What an endpoint said of one journal row.
package struct ChangeLogRow: Hashable, Sendable {
    /// The replica and the counter.
    package let dot: Dot
    /// The hash of the row as first written.
    package let hash: ChangeHash
    /// What was said, without what is of the moment.
    package let verdict: Verdict
    /// The document; `nil` for a withdrawn row.
    package let document: DocumentID?
    /// The change's own id, if it was taken; `nil` if it was not, or was noted by an older hub.
    package let cid: DocumentID?
    /// The registers that the change wrote, if it was taken.
    package let paths: [String]

    /// - Parameters:
    ///   - dot: the replica and the counter.
    ///   - hash: the hash of the row as first written.
    ///   - verdict: what was said.
    ///   - document: the document.
    ///   - cid: the change's own id, if it was taken.
    ///   - paths: the registers that the change wrote, if it was taken.
    package init(
        dot: Dot, hash: ChangeHash, verdict: Verdict, document: DocumentID?,
        cid: DocumentID? = nil, paths: [String] = []
    ) {
        self.dot = dot
        self.hash = hash
        self.verdict = verdict
        self.document = document
        self.cid = cid
        self.paths = paths
    }

    /// The row as another hub told it.
    init(_ row: JudgedRow) {
        self.init(
            dot: Dot(row.replica, row.verdict.counter), hash: row.hash, verdict: row.verdict,
            document: row.document, cid: row.cid, paths: row.paths)
    }

    /// The row as other hubs are told.
    package var told: JudgedRow {
        JudgedRow(
            replica: dot.replica, hash: hash, verdict: verdict, document: document, cid: cid,
            paths: paths)
    }
}
