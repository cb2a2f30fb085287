internal import VNModel

/// Some documents as they are written, read in one transaction.
struct ExportBatch: Sendable {
    /// Documents read in one transaction. More would keep it open longer.
    static let documentLimit = 500
    /// Bytes after which a transaction ends. More would cost memory.
    static let byteLimit = 4 << 20

    private(set) var articles: [DocumentID] = []
    /// Articles and comments that the pass counts.
    private(set) var counted: [DocumentKind: Int] = [:]
    private(set) var skipped = 0
    private(set) var missing: [DocumentID] = []
    private(set) var output: ExportOutput
    private let encoder: any ExportEncoder
    private let pass: Int
    private var looked = 0

    /// A batch without documents, to be filled in a pass.
    init(_ encoder: any ExportEncoder, pass: Int) {
        self.encoder = encoder
        self.pass = pass
        output = ExportOutput(separator: encoder.passes[pass].separator)
    }

    var bytes: [UInt8] { output.bytes }
    /// Whether the transaction should end.
    var isFull: Bool {
        looked >= (encoder.keepsThreads ? 1 : ExportBatch.documentLimit)
            || output.bytes.count >= ExportBatch.byteLimit
    }
    /// Whether the comments that are read belong to it.
    var writesComments: Bool { encoder.passes[pass].writes.contains(.comment) }
    /// Whether it may take one more comment.
    var hasRoom: Bool {
        looked < ExportBatch.documentLimit && output.bytes.count < ExportBatch.byteLimit
    }

    mutating func take(_ id: DocumentID, _ kind: DocumentKind, _ session: StoreSession) throws {
        looked += 1
        let plan = encoder.passes[pass]
        guard let document = try session.stored(id, kind)?.document else {
            if plan.counts.contains(kind) { missing.append(id) }
            return
        }
        let counts = plan.counts.contains(kind)
        guard !document.isErased, kind == .comment || !document.isDeleted else {
            if counts { skipped += 1 }
            return
        }
        if counts { counted[kind, default: 0] += 1 }
        if kind == .article { articles.append(id) }
        guard plan.writes.contains(kind) else { return }
        switch kind {
        case .article: encoder.write(Article(document: document), pass: pass, to: &output)
        case .comment: encoder.write(Comment(document: document), pass: pass, to: &output)
        }
    }
}

/// A comment's place in the order of its article's comments.
struct CommentPlace: Sendable {
    /// The position of the article among those whose comments are read.
    var article = 0
    var created = Int64.min
    var id: [UInt8] = []
}

extension StoreSession {
    /// Articles by id, those behind `after`.
    func exportedArticles(
        after: inout [UInt8], isAtEnd: inout Bool, into batch: inout ExportBatch
    ) throws {
        let ids = try all(
            "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?",
            [.blob(after), .integer(Int64(ExportBatch.documentLimit))]
        ) { $0.id(0) }
        for id in ids.compactMap({ $0 }) where !batch.isFull {
            try batch.take(id, .article, self)
            after = id.bytes
        }
        isAtEnd = ids.isEmpty
    }

    /// The comments of articles, oldest first, those behind a place.
    func exportedComments(
        of articles: [DocumentID], after place: inout CommentPlace,
        into batch: inout ExportBatch
    ) throws {
        while place.article < articles.count, batch.hasRoom {
            let rows = try all(
                """
                SELECT id, created_ms FROM comment
                WHERE article = ? AND (created_ms, id) > (?, ?) ORDER BY created_ms, id LIMIT ?
                """,
                [
                    .id(articles[place.article]), .integer(place.created), .blob(place.id),
                    .integer(Int64(ExportBatch.documentLimit)),
                ]
            ) { ($0.id(0), $0.integer(1)) }
            for case (let id?, let created) in rows where batch.hasRoom {
                try batch.take(id, .comment, self)
                (place.created, place.id) = (created, id.bytes)
            }
            if rows.isEmpty { place = CommentPlace(article: place.article + 1) }
        }
    }

    /// Comments by id, those behind `after`, whose article is not here.
    func exportedOrphans(
        after: inout [UInt8], isAtEnd: inout Bool, into batch: inout ExportBatch
    ) throws {
        let ids = try all(
            """
            SELECT id FROM comment
            WHERE id > ? AND NOT EXISTS (SELECT 1 FROM article WHERE id = comment.article)
            ORDER BY id LIMIT ?
            """, [.blob(after), .integer(Int64(ExportBatch.documentLimit))]
        ) { $0.id(0) }
        for id in ids.compactMap({ $0 }) where !batch.isFull {
            try batch.take(id, .comment, self)
            after = id.bytes
        }
        isAtEnd = ids.isEmpty
    }

    /// The articles among some ids and, of the comments, those whose article is not among them.
    func exported(
        _ ids: inout ArraySlice<DocumentID>, of all: Set<DocumentID>, into batch: inout ExportBatch
    ) throws {
        while !batch.isFull, let id = ids.popFirst() {
            let kind = try kind(of: id) ?? .article
            if kind == .comment, let article = try articleID(ofComment: id), all.contains(article) {
                continue
            }
            try batch.take(id, kind, self)
        }
    }

    private func articleID(ofComment id: DocumentID) throws -> DocumentID? {
        try first("SELECT article FROM comment WHERE id = ?", [.id(id)]) { $0.id(0) } ?? nil
    }
}
