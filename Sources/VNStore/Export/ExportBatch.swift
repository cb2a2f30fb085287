internal import VNModel

/// The lines of some documents, read in one transaction.
struct ExportBatch: Sendable {
    /// Documents read in one transaction. More would keep it open longer.
    static let documentLimit = 500
    /// Bytes after which a transaction ends. More would cost memory.
    static let byteLimit = 4 << 20

    private(set) var articles: [DocumentID] = []
    private(set) var comments = 0
    private(set) var skipped = 0
    private(set) var missing: [DocumentID] = []
    private var writer = JSONWriter(capacity: 1 << 16)

    var bytes: [UInt8] { writer.bytes }
    /// Documents looked at.
    var count: Int { articles.count + comments + skipped + missing.count }
    /// Whether the transaction should end.
    var isFull: Bool {
        count >= ExportBatch.documentLimit || writer.bytes.count >= ExportBatch.byteLimit
    }

    mutating func take(_ id: DocumentID, _ kind: DocumentKind, _ session: StoreSession) throws {
        guard let document = try session.stored(id, kind)?.document else {
            missing.append(id)
            return
        }
        guard !document.isErased, kind == .comment || !document.isDeleted else {
            skipped += 1
            return
        }
        switch kind {
        case .article:
            writer.value(Article(document: document).json)
            articles.append(id)
        case .comment:
            writer.value(Comment(document: document).json)
            comments += 1
        }
        writer.raw("\n")
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
    func exportedArticles(after: inout [UInt8], isAtEnd: inout Bool) throws -> ExportBatch {
        var batch = ExportBatch()
        let ids = try all(
            "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?",
            [.blob(after), .integer(Int64(ExportBatch.documentLimit))]
        ) { $0.id(0) }
        for id in ids.compactMap({ $0 }) where !batch.isFull {
            try batch.take(id, .article, self)
            after = id.bytes
        }
        isAtEnd = ids.isEmpty
        return batch
    }

    /// The comments of articles, oldest first, those behind a place.
    func exportedComments(
        of articles: [DocumentID], after place: inout CommentPlace
    ) throws -> ExportBatch {
        var batch = ExportBatch()
        while place.article < articles.count, !batch.isFull {
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
            for case (let id?, let created) in rows where !batch.isFull {
                try batch.take(id, .comment, self)
                (place.created, place.id) = (created, id.bytes)
            }
            if rows.isEmpty { place = CommentPlace(article: place.article + 1) }
        }
        return batch
    }

    /// Comments by id, those behind `after`, whose article is not here.
    func exportedOrphans(after: inout [UInt8], isAtEnd: inout Bool) throws -> ExportBatch {
        var batch = ExportBatch()
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
        return batch
    }

    /// The articles among some ids and, of the comments, those whose article is not among them.
    func exported(_ ids: inout ArraySlice<DocumentID>, of all: Set<DocumentID>) throws
        -> ExportBatch
    {
        var batch = ExportBatch()
        while !batch.isFull, let id = ids.popFirst() {
            let kind = try kind(of: id) ?? .article
            if kind == .comment, let article = try articleID(ofComment: id), all.contains(article) {
                continue
            }
            try batch.take(id, kind, self)
        }
        return batch
    }

    private func articleID(ofComment id: DocumentID) throws -> DocumentID? {
        try first("SELECT article FROM comment WHERE id = ?", [.id(id)]) { $0.id(0) } ?? nil
    }
}
