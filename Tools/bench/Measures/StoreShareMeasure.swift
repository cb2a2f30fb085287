import VNModel
import VNStore

/// S1 and S4: what of P1 and P4 is the store's. W1 is put into an empty store as a pull brings it;
/// it is read from the outbox and answered for as a push does, and written as a hub does.
enum StoreShareMeasure: Measure {
    static let ids = ["S1", "S4"]

    /// Documents of a part, as a hub sends them.
    private static let partDocuments = 500
    /// Rows and bytes of a push.
    private static let pushRows = 1_000
    private static let pushBytes = 2 << 20

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let rows = Double(bench.corpus.rowCount)
        let parts = try await parts(bench)
        var (floor, applied, pushed): ([Double], [Double], [Double]) = ([], [], [])
        try await bench.repeated("S1, S4: the store's share of W1") {
            floor.append(try await bench.plainFile().seconds)
            if wanted.contains("S1") { applied.append(try await apply(parts, bench)) }
            if wanted.contains("S4") {
                let seconds = try await answerOutbox(bench)
                pushed.append(seconds + (try await save(parts, bench)))
            }
        }
        let plain = rows / Stopwatch.median(floor)
        var findings: [Finding] = []
        if !applied.isEmpty {
            findings.append(
                Finding(
                    id: "S1", what: "the store's share of a pull of W1",
                    value: rows / Stopwatch.median(applied), unit: "rows/s", floor: plain,
                    budget: .atLeast(0.6)))
        }
        if !pushed.isEmpty {
            findings.append(
                Finding(
                    id: "S4", what: "the stores' share of a push of W1",
                    value: rows / Stopwatch.median(pushed), unit: "rows/s", floor: plain,
                    budget: .atLeast(0.35)))
        }
        return findings
    }

    /// W1 as the parts of a pull.
    private static func parts(_ bench: Workbench) async throws -> [[FeedItem]] {
        let author = try await bench.author()
        try author.restore()
        let store = try await ContentStore.open(at: Workbench.store(in: author.path))
        var parts: [[FeedItem]] = []
        var position: UInt64 = 0
        while true {
            let start = position
            let entries = try await store.read { try $0.feed(after: start, limit: partDocuments) }
            guard let last = entries.last else { break }
            position = last.seq
            parts.append(
                entries.compactMap { entry -> FeedItem? in
                    guard case .document(let stored) = entry else { return nil }
                    return .document(stored.document.withoutMarks, seq: stored.seq)
                })
        }
        try await store.close()
        return parts
    }

    /// Applies the parts to an empty store; rows of the next part are made meanwhile.
    private static func apply(_ parts: [[FeedItem]], _ bench: Workbench) async throws -> Double {
        let store = try await emptyStore("applied", bench)
        let seconds = try await Stopwatch.seconds {
            var rows = PreparedRows(parts.first ?? [])
            for (index, part) in parts.enumerated() {
                async let next = prepared(index + 1 < parts.count ? parts[index + 1] : [])
                _ = try await store.applyPage(
                    part, remote: Workbench.remote, cursor: "\(index)",
                    isComplete: index == parts.count - 1, rows: rows)
                rows = await next
            }
        }
        try await store.close()
        return seconds
    }

    @concurrent
    private static func prepared(_ part: [FeedItem]) async -> PreparedRows {
        PreparedRows(part)
    }

    /// Reads the outbox of W1's author and takes the hub's word that everything was applied.
    private static func answerOutbox(_ bench: Workbench) async throws -> Double {
        let author = try await bench.author()
        try author.restore()
        let store = try await ContentStore.open(at: Workbench.store(in: author.path))
        try await store.addRemote(Workbench.remote, url: "http://127.0.0.1:1")
        var count = 0
        let seconds = try await Stopwatch.seconds {
            var last: UInt64 = 0
            while true {
                let rows = try await store.outbox(
                    after: last, changeLimit: pushRows, byteLimit: pushBytes)
                guard let newest = rows.last?.row.change.dot.counter else { return }
                last = newest
                count += rows.count
                _ = try await store.recordVerdicts(
                    rows.map { Verdict(counter: $0.row.change.dot.counter, outcome: .applied) },
                    remote: Workbench.remote)
            }
        }
        try await store.close()
        guard count == bench.corpus.rowCount else {
            throw BenchError("\(count) of \(bench.corpus.rowCount) changes were in the outbox")
        }
        return seconds
    }

    /// Writes the documents as a hub does: the rows made before, durably, each at its place in
    /// the feed.
    private static func save(_ parts: [[FeedItem]], _ bench: Workbench) async throws -> Double {
        let store = try await emptyStore("saved", bench)
        let seconds = try await Stopwatch.seconds {
            for part in parts {
                let documents = part.compactMap { item -> Document? in
                    if case .document(let document, _) = item { document } else { nil }
                }
                let rows = await PreparedRows(documents)
                try await store.write(.durable) { session in
                    for var document in documents {
                        let seq = try session.nextSeq()
                        document.move(fieldsAt: 0, to: seq)
                        try session.save(
                            document, over: nil, seq: seq, scopeSeq: seq, rows: rows)
                    }
                }
            }
        }
        try await store.close()
        return seconds
    }

    private static func emptyStore(
        _ name: String, _ bench: Workbench
    ) async throws -> ContentStore {
        let folder = try bench.work.folder(name)
        let store = try await ContentStore.create(at: Workbench.store(in: folder))
        try await store.addRemote(Workbench.remote, url: "http://127.0.0.1:1")
        return store
    }
}

extension Document {
    /// The document as it stands outside a store.
    fileprivate var withoutMarks: Document {
        var result = Document(id: id, kind: kind)
        for field in fields { result.set(field.path, field.register) }
        return result
    }
}
