internal import VNModel

/// One export on its way: reads batch by batch and hands the lines over between transactions.
struct ExportRun {
    private let store: ContentStore
    private let tell: @Sendable (ExportProgress) -> Void
    private let encoder: any ExportEncoder
    private let sink: @Sendable (ArraySlice<UInt8>) throws -> Void
    private var progress = ExportProgress()
    private var pass = 0
    /// Whether nothing was written in this pass yet.
    private var isAtStart = true
    private var newest: Timestamp?
    private(set) var report = ExportReport()

    init(
        _ store: ContentStore, _ encoder: any ExportEncoder,
        tell: @escaping @Sendable (ExportProgress) -> Void,
        sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) {
        self.store = store
        self.encoder = encoder
        self.tell = tell
        self.sink = sink
    }

    /// Writes what is chosen, pass by pass.
    mutating func run(query: ArticleQuery?, ids: [DocumentID]?) async throws {
        for (index, plan) in encoder.passes.enumerated() {
            (pass, isAtStart, newest) = (index, true, nil)
            try write(plan.opening)
            if let ids {
                try await documents(ids)
            } else if let query {
                try await articles(query)
            } else {
                try await all()
            }
            try write(encoder.closing(index, newest: newest))
        }
        tell(progress)
    }

    /// Every article with its comments, then comments whose article is not here.
    private mutating func all() async throws {
        progress.totalDocuments = try await store.read { session in
            try session.first(
                "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM comment)"
            ) { Int($0.integer(0)) }
        }
        try await pages { session, after, isAtEnd, batch in
            try session.exportedArticles(after: &after, isAtEnd: &isAtEnd, into: &batch)
        }
        guard encoder.passes[pass].writes.contains(.comment) else { return }
        try await pages { session, after, isAtEnd, batch in
            try session.exportedOrphans(after: &after, isAtEnd: &isAtEnd, into: &batch)
        }
    }

    /// Articles with their comments, and single comments.
    private mutating func documents(_ ids: [DocumentID]) async throws {
        var seen: Set<DocumentID> = []
        let distinct = ids.filter { seen.insert($0).inserted }
        var rest = distinct[...]
        while !rest.isEmpty {
            let empty = ExportBatch(encoder, pass: pass)
            let (batch, left) = try await store.read { [rest, seen] session in
                var (rest, batch) = (rest, empty)
                try session.exported(&rest, of: seen, into: &batch)
                return (batch, rest)
            }
            rest = left
            try hand(over: batch)
            try await comments(of: batch.articles)
        }
    }

    /// The articles that a query finds, with their comments.
    private mutating func articles(_ query: ArticleQuery) async throws {
        var query = query
        query.limit = ExportBatch.documentLimit
        repeat {
            let page = try await store.articles(query)
            try await documents(page.elements.map(\.id))
            query.after = page.next
        } while query.after != nil
    }

    private typealias Read =
        @Sendable (StoreSession, inout [UInt8], inout Bool, inout ExportBatch) throws -> Void

    private mutating func pages(_ read: @escaping Read) async throws {
        var after: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd {
            let empty = ExportBatch(encoder, pass: pass)
            let found = try await store.read { [after] session in
                var (after, batch) = (after, empty)
                var isAtEnd = false
                try read(session, &after, &isAtEnd, &batch)
                return (batch: batch, after: after, isAtEnd: isAtEnd)
            }
            (after, isAtEnd) = (found.after, found.isAtEnd)
            try hand(over: found.batch)
            try await comments(of: found.batch.articles)
        }
    }

    private mutating func comments(of articles: [DocumentID]) async throws {
        guard encoder.passes[pass].writes.contains(.comment) else { return }
        var place = CommentPlace()
        while place.article < articles.count {
            let empty = ExportBatch(encoder, pass: pass)
            let (batch, next) = try await store.read { [place] session in
                var (place, batch) = (place, empty)
                try session.exportedComments(of: articles, after: &place, into: &batch)
                return (batch, place)
            }
            place = next
            try hand(over: batch)
        }
    }

    private mutating func hand(over batch: ExportBatch) throws {
        try Task.checkCancellation()
        report.articles += batch.counted[.article] ?? 0
        report.comments += batch.counted[.comment] ?? 0
        report.skipped += batch.skipped
        report.missing += batch.missing
        report.omitted.merge(batch.output.omitted, uniquingKeysWith: +)
        if let time = batch.output.newest { newest = newest.map { max($0, time) } ?? time }
        guard !batch.bytes.isEmpty else { return }
        // A separator stands before each document; the first one has none to be parted from.
        let skipped = isAtStart ? encoder.passes[pass].separator.utf8.count : 0
        isAtStart = false
        try write(batch.bytes[skipped...])
        progress.documents = report.articles + report.comments
        tell(progress)
    }

    private mutating func write(_ text: String) throws {
        if !text.isEmpty { try write(Array(text.utf8)[...]) }
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>) throws {
        try sink(bytes)
        report.bytes += bytes.count
        progress.bytes = report.bytes
    }
}
