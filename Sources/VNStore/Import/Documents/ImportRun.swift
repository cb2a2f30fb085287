internal import VNModel

/// One import on its way: reads, gathers batches, writes them and keeps the books.
struct ImportRun {
    private let store: ContentStore
    let format: ImportFormat
    private let options: ImportOptions
    private let tell: @Sendable (ImportProgress) -> Void
    private(set) var sources: [ByteSource] = []
    private var batch: [ImportItem] = []
    private var batchBytes = 0
    private var deferred: [ImportPlace] = []
    private var known = KnownDocuments()
    private var progress = ImportProgress()
    private(set) var finishedBytes = 0
    var wordPress = WordPressIndex()
    var report = ImportReport()

    init(
        _ store: ContentStore, _ format: ImportFormat, _ options: ImportOptions,
        tell: @escaping @Sendable (ImportProgress) -> Void
    ) {
        self.store = store
        self.format = format
        self.options = options
        self.tell = tell
    }

    /// Reads everything there is.
    mutating func run(_ source: ImportSource) async throws {
        sources = try ByteSource.list(source, as: format)
        progress.totalBytes = sources.reduce(0) { sum, next in
            sum.flatMap { sum in next.count.map { sum + $0 } }
        }
        let isAlone = if case .directory = source { false } else { true }
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
        case .success(let content): batch.append(ImportItem(content: content, place: place))
        case .failure(let error): return try await fail(place.failure(error))
        }
        batchBytes += bytes
        if batch.count >= ImportLimits.batchDocuments || batchBytes >= ImportLimits.batchBytes {
            try await flush(isLastTry: isLastTry)
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
            let outcomes = try await ImportWriter(
                store: store, options: options, known: known, isLastTry: isLastTry
            ).write(items[...])
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
        case .deferred: return deferred.append(item.place)
        case .failed(let failure):
            report.isStopped = report.isStopped || options.isStrict
            return report.fail(failure)
        }
        report.note(item.id, item.kind)
        if options.isDryRun { known.insert(item) }
    }

    /// Comments that came before their article or parent, once more.
    private mutating func retryDeferred() async throws {
        var entries: [Int: Set<Int>] = [:]
        let places = deferred
        deferred = []
        for place in places where !report.isStopped {
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
                let content = try DocumentLine.content(bytes, isLast: false)
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
