internal import VNModel

/// One import on its way: reads, gathers batches, writes them and keeps the books.
struct ImportRun {
    /// Writes a batch and says what became of each document; of fewer if a strict import stops.
    typealias Write =
        @Sendable (_ batch: [ImportItem], _ known: KnownDocuments, _ isLastTry: Bool) async throws
        -> [ImportOutcome]

    /// Finds the article that stands in the store under another address but has the same id of
    /// its feed.
    typealias Find = @Sendable (Article) async throws -> DocumentID?

    private let write: Write
    private let find: Find
    let format: ImportFormat
    private let options: ImportOptions
    private let tell: @Sendable (ImportProgress) -> Void
    private(set) var sources: [ByteSource] = []
    private var batch: [ImportItem] = []
    private var batchBytes = 0
    private var deferred: [(id: DocumentID, place: ImportPlace)] = []
    /// The comments that still wait. One that comes again and is written does not.
    private var waiting: Set<DocumentID> = []
    private var waitingBytes = 0
    private var feedIDs = FeedIDs()
    private var known = KnownDocuments()
    private var progress = ImportProgress()
    private(set) var finishedBytes = 0
    var wordPress = WordPressIndex()
    var report = ImportReport()

    init(
        _ format: ImportFormat, _ options: ImportOptions,
        tell: @escaping @Sendable (ImportProgress) -> Void, find: @escaping Find,
        write: @escaping Write
    ) {
        self.format = format
        self.options = options
        self.tell = tell
        self.find = find
        self.write = write
    }

    /// Reads everything there is.
    mutating func run(_ source: ImportSource) async throws {
        let isAlone = if case .directory = source { false } else { true }
        try await run(try ByteSource.list(source, as: format), isAlone: isAlone)
    }

    /// Reads some sources; one that cannot be read is a failure among others, or the end.
    mutating func run(_ sources: [ByteSource], isAlone: Bool) async throws {
        self.sources = sources
        report.isReadOnce = sources.contains { !$0.isRepeatable }
        progress.totalBytes = sources.reduce(0) { sum, next in
            sum.flatMap { sum in next.count.map { sum + $0 } }
        }
        indexWordPress()
        for index in sources.indices where !report.isStopped {
            try Task.checkCancellation()
            do {
                try await read(index)
            } catch let error as ImportError where !isAlone {
                try await fail(
                    ImportFailure(
                        source: sources[index].name, line: error.line, code: error.code,
                        reason: error.reason))
            }
        }
        try await flush()
        try await retryDeferred()
    }

    private mutating func read(_ index: Int) async throws {
        var reader = try LineReader(sources[index])
        progress.source = sources[index].name
        let chunk = try reader.peek()
        let beginning = DocumentLine.withoutMark(Array(chunk.prefix(4096)))
        if format == .html || format == .auto && HTMLSniffer.isHTML(beginning, sources[index].name)
        {
            try await readHTML(&reader, index)
            finishedBytes += reader.bytesRead
            report.bytes = finishedBytes
            return
        }
        if let feed = EntryFormat(format) ?? (format == .auto ? EntryFormat(beginning: chunk) : nil)
        {
            finishedBytes += try await readEntries(
                feed, sources[index].lookedAt(by: reader.beginning), index)
            report.bytes = finishedBytes
            return
        }
        let first = beginning.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        let isLines =
            switch format {
            case .jsonl: true
            case .page, .html: false
            case .auto:
                first == nil || first == UInt8(ascii: "{")
                    || sources[index].name.hasSuffix(".jsonl")
            default: false
            }
        if isLines {
            try await readLines(&reader, index)
        } else {
            try await readPage(&reader, index)
        }
        finishedBytes += reader.bytesRead
        report.bytes = finishedBytes
    }

    private mutating func readLines(_ reader: inout LineReader, _ index: Int) async throws {
        let source = sources[index]
        while !report.isStopped, let line = try reader.next() {
            report.bytes = finishedBytes + reader.bytesRead
            var bytes = line.bytes
            if line.number == 1 { bytes = DocumentLine.withoutMark(bytes) }
            let place = ImportPlace(
                source: index, name: source.name, line: line.number, offset: line.offset,
                count: line.bytes.count, bytes: source.isRepeatable ? nil : bytes)
            if line.isTooLong {
                let reason = "longer than \(ImportLimits.documentBytes) bytes"
                try await fail(place.failure(ImportError.lineTooLong, reason))
                continue
            }
            if DocumentLine.isBlank(bytes) { continue }
            let isLast = !line.isTerminated
            let content = Result { () throws(ImportError) in
                try DocumentLine.content(bytes, isLast: isLast)
            }
            try await add(content, place, bytes.count)
        }
    }

    private mutating func readPage(_ reader: inout LineReader, _ index: Int) async throws {
        let place = ImportPlace(
            source: index, name: sources[index].name, line: 0, offset: 0, count: 0, bytes: nil)
        let content = try reader.rest(limit: ImportLimits.documentBytes)
        report.bytes = finishedBytes + reader.bytesRead
        guard let content else {
            let reason = "longer than \(ImportLimits.documentBytes) bytes"
            return try await fail(place.failure(ImportError.tooLarge, reason))
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            let reason = "bytes that are no UTF-8"
            return try await fail(place.failure(ImportError.invalidUTF8, reason))
        }
        let article = Result { () throws(ImportError) in
            ImportItem.Content.page(try PageImporter.article(from: text))
        }
        try await add(article, place, content.count)
    }

    /// Reads a web page; each is read, parsed and forgotten before the next.
    private mutating func readHTML(_ reader: inout LineReader, _ index: Int) async throws {
        let place = ImportPlace(
            source: index, name: sources[index].name, line: 0, offset: 0, count: 0, bytes: nil)
        let content = try reader.rest(limit: ImportLimits.documentBytes)
        report.bytes = finishedBytes + reader.bytesRead
        if let content {
            let surroundings = HTMLSurroundings(of: sources[index])
            let article = Result { () throws(ImportError) in
                ImportItem.Content.page(
                    try HTMLImporter.article(from: content, surroundings: surroundings))
            }
            try await add(article, place, content.count)
        } else {
            let reason = "longer than \(ImportLimits.documentBytes) bytes"
            try await fail(place.failure(ImportError.tooLarge, reason))
        }
        progress.bytes = report.bytes
        tell(progress)
    }

    mutating func add(
        _ content: Result<ImportItem.Content, ImportError>, _ place: ImportPlace, _ bytes: Int,
        isLastTry: Bool = false
    ) async throws {
        switch content {
        case .success(let content):
            guard let content = try await identified(content, place.source) else { return }
            batch.append(ImportItem(content: content, place: place))
        case .failure(let error): return try await fail(place.failure(error))
        }
        batchBytes += bytes
        if batch.count >= ImportLimits.batchDocuments || batchBytes >= ImportLimits.batchBytes {
            try await flush(isLastTry: isLastTry)
        }
    }

    /// What an entry is, under the id it has here; `nil` for one that came before in this import,
    /// with another address.
    private mutating func identified(
        _ content: ImportItem.Content, _ source: Int
    ) async throws -> ImportItem.Content? {
        switch content {
        case .entry(let article):
            switch feedIDs.answer(article, in: source) {
            case .standing(let id): return .entry(article.moved(to: id))
            case .repeated(let id):
                report.unchanged += 1
                report.note(id, .article)
                return nil
            case .new:
                guard FeedIDs.key(article) != nil else { return content }
                let id = try await find(article) ?? article.id
                feedIDs.take(article, in: source, as: id)
                return .entry(article.moved(to: id))
            }
        case .comment(let comment): return .comment(feedIDs.placed(comment))
        case .article, .page: return content
        }
    }

    /// Books a failure; in a strict import after what stood before it was written.
    mutating func fail(_ failure: ImportFailure) async throws {
        if options.isStrict {
            try await flush()
            guard !report.isStopped else { return }
            report.isStopped = true
        }
        report.fail(failure)
    }

    /// Writes the batch. The task can be cancelled before and after, never within.
    mutating func flush(isLastTry: Bool = false) async throws {
        try Task.checkCancellation()
        let items = batch
        (batch, batchBytes) = ([], 0)
        if !items.isEmpty {
            let outcomes = try await write(items, known, isLastTry)
            for (item, outcome) in zip(items, outcomes) { note(item, outcome) }
        }
        progress.bytes = report.bytes
        progress.documents = report.articles + report.comments
        progress.failures = report.failedCount
        tell(progress)
    }

    private mutating func note(_ item: ImportItem, _ outcome: ImportOutcome) {
        switch outcome {
        case .created: report.created += 1
        case .changed: report.changed += 1
        case .unchanged: report.unchanged += 1
        case .skipped(let failure): return report.skip(failure)
        case .deferred: return wait(for: item)
        case .failed(let failure):
            report.isStopped = report.isStopped || options.isStrict
            return report.fail(failure)
        }
        waiting.remove(item.id)
        report.note(item.id, item.kind)
        if options.isDryRun { known.insert(item) }
    }

    /// Keeps the place of a comment that came before its article or parent.
    private mutating func wait(for item: ImportItem) {
        waitingBytes += item.place.bytes?.count ?? 0
        guard waitingBytes <= ImportLimits.waitingBytes else {
            let reason =
                "its article or parent has not come yet, too many comments wait and a pipe is "
                + "read once; import a file"
            return report.fail(item.place.failure(ImportError.noArticle, reason))
        }
        waiting.insert(item.id)
        deferred.append((item.id, item.place))
    }

    /// Comments that came before their article or parent, once more; not those that came again
    /// later and were written then.
    private mutating func retryDeferred() async throws {
        var entries: [Int: Set<Int>] = [:]
        let places = deferred
        deferred = []
        for (id, place) in places where !report.isStopped {
            guard waiting.contains(id) else {
                report.unchanged += 1
                report.note(id, .comment)
                continue
            }
            if place.entry > 0, place.bytes == nil {
                entries[place.source, default: []].insert(place.entry)
                continue
            }
            let bytes: [UInt8]
            if let kept = place.bytes {
                bytes = kept
            } else {
                let line = try LineReader.line(
                    at: place.offset, count: place.count, of: sources[place.source])
                bytes = place.line == 1 ? DocumentLine.withoutMark(line) : line
            }
            do throws(ImportError) {
                var content = try DocumentLine.content(bytes, isLast: false)
                if case .comment(let comment) = content {
                    content = .comment(feedIDs.placed(comment))
                }
                batch.append(ImportItem(content: content, place: place))
                batchBytes += bytes.count
            } catch {
                // The file changed while it was read.
                report.fail(place.failure(error))
            }
            if batch.count >= ImportLimits.batchDocuments || batchBytes >= ImportLimits.batchBytes {
                try await flush(isLastTry: true)
            }
        }
        try await flush(isLastTry: true)
        for source in entries.keys.sorted() where !report.isStopped {
            try await readAgain(source, entries[source] ?? [])
        }
    }
}
