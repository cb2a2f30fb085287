internal import VNModel

/// One export on its way: reads batch by batch and hands the lines over between transactions.
struct ExportRun {
    private let store: ContentStore
    private let tell: @Sendable (ExportProgress) -> Void
    private let sink: @Sendable (ArraySlice<UInt8>) throws -> Void
    private var progress = ExportProgress()
    private(set) var report = ExportReport()

    init(
        _ store: ContentStore, tell: @escaping @Sendable (ExportProgress) -> Void,
        sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) {
        self.store = store
        self.tell = tell
        self.sink = sink
    }

    /// Every article with its comments, then comments whose article is not here.
    mutating func all() async throws {
        progress.totalDocuments = try await store.read { session in
            try session.first(
                "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM comment)"
            ) { Int($0.integer(0)) }
        }
        try await pages { session, after, isAtEnd in
            try session.exportedArticles(after: &after, isAtEnd: &isAtEnd)
        }
        try await pages { session, after, isAtEnd in
            try session.exportedOrphans(after: &after, isAtEnd: &isAtEnd)
        }
    }

    /// Articles with their comments, and single comments.
    mutating func documents(_ ids: [DocumentID]) async throws {
        var seen: Set<DocumentID> = []
        let distinct = ids.filter { seen.insert($0).inserted }
        var rest = distinct[...]
        while !rest.isEmpty {
            let (batch, left) = try await store.read { [rest, seen] session in
                var rest = rest
                return (try session.exported(&rest, of: seen), rest)
            }
            rest = left
            try hand(over: batch)
            try await comments(of: batch.articles)
        }
    }

    /// The articles that a query finds, with their comments.
    mutating func articles(_ query: ArticleQuery) async throws {
        var query = query
        query.limit = ExportBatch.documentLimit
        repeat {
            let page = try await store.articles(query)
            try await documents(page.elements.map(\.id))
            query.after = page.next
        } while query.after != nil
    }

    private typealias Read =
        @Sendable (StoreSession, inout [UInt8], inout Bool) throws -> ExportBatch

    private mutating func pages(_ read: @escaping Read) async throws {
        var after: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd {
            let found = try await store.read { [after] session in
                var after = after
                var isAtEnd = false
                let batch = try read(session, &after, &isAtEnd)
                return (batch: batch, after: after, isAtEnd: isAtEnd)
            }
            (after, isAtEnd) = (found.after, found.isAtEnd)
            try hand(over: found.batch)
            try await comments(of: found.batch.articles)
        }
    }

    private mutating func comments(of articles: [DocumentID]) async throws {
        var place = CommentPlace()
        while place.article < articles.count {
            let (batch, next) = try await store.read { [place] session in
                var place = place
                return (try session.exportedComments(of: articles, after: &place), place)
            }
            place = next
            try hand(over: batch)
        }
    }

    private mutating func hand(over batch: ExportBatch) throws {
        try Task.checkCancellation()
        report.articles += batch.articles.count
        report.comments += batch.comments
        report.skipped += batch.skipped
        report.missing += batch.missing
        guard !batch.bytes.isEmpty else { return }
        try sink(batch.bytes[...])
        report.bytes += batch.bytes.count
        progress.bytes = report.bytes
        progress.documents = report.articles + report.comments
        tell(progress)
    }
}
