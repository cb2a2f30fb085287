internal import VNModel
package import VNWire

/// A pull or a re-read as it comes: a header, parts up to a checkpoint each, an end.
///
/// It holds one part at most, and reads on only when it is asked.
package final class FeedStream {
    private let body: any TransportBody
    private let isPull: Bool
    private var lines = LineSplitter(limit: WireLimits.lineBytes)
    private var digest = PullDigest()
    private var count = 0
    private var hasEnded = false

    /// - Parameters:
    ///   - body: the answer's bytes.
    ///   - isPull: whether parts end at checkpoints, and not wherever they are large enough.
    package init(_ body: any TransportBody, isPull: Bool) {
        self.body = body
        self.isPull = isPull
    }

    /// The first line.
    ///
    /// - Throws: `TransportError`, `SyncError`, `WireError`.
    package func header() async throws -> PullHeader {
        guard case .header(let header) = try await line().line else {
            throw SyncError.protocolViolation("its answer does not begin with a header")
        }
        return header
    }

    /// What comes up to the next checkpoint, or to the end.
    ///
    /// - Throws: `TransportError`, `SyncError`, `WireError`.
    package func part() async throws -> Replicator.StreamPart {
        precondition(!hasEnded, "nothing comes behind the end")
        var items: [FeedItem] = []
        var judged: [JudgedRow] = []
        var bytes = 0
        while true {
            let (line, size) = try await line()
            switch line {
            case .header: throw SyncError.protocolViolation("its answer has two headers")
            case .checkpoint(let cursor):
                return Replicator.StreamPart(items: items, judged: judged, cursor: cursor)
            case .end(let end):
                try check(end)
                return Replicator.StreamPart(
                    items: items, judged: judged, cursor: end.cursor, isLast: true,
                    isComplete: end.isComplete, state: end.state, ledger: end.ledger)
            case .judged(let row):
                judged.append(row)
                bytes += size
                try checkPage(judged.count, bytes)
            case .item(let item):
                items.append(item)
                bytes += size
                if !isPull,
                    items.count >= SyncLimits.rereadPageDocuments
                        || bytes >= SyncLimits.rereadPageBytes
                {
                    return Replicator.StreamPart(items: items, cursor: nil)
                }
                try checkPage(items.count, bytes)
            }
        }
    }

    private func checkPage(_ count: Int, _ bytes: Int) throws {
        guard count <= SyncLimits.pageDocuments, bytes <= SyncLimits.pageBytes else {
            throw SyncError.protocolViolation("its pull has too few checkpoints")
        }
    }

    private func check(_ end: PullEnd) throws {
        hasEnded = true
        guard end.count == count, end.digest == digest.text else {
            throw SyncError.protocolViolation("its answer is not what its digest says")
        }
    }

    /// The next line and its size.
    private func line() async throws -> (line: PullLine, size: Int) {
        while true {
            if let line = try parsedLine() { return line }
            guard let bytes = try await body.next() else {
                throw TransportError.unavailable("the answer was cut short")
            }
            lines.append(bytes)
        }
    }

    private func parsedLine() throws -> (line: PullLine, size: Int)? {
        try lines.next { bytes in
            let line = try PullLine(parsing: Array(bytes.dropLast()))
            if line.isItem {
                digest.update(UnsafeRawBufferPointer(bytes))
                count += 1
            }
            return (line, bytes.count)
        }
    }
}

extension PullLine {
    /// Whether the digest of a stream covers it.
    fileprivate var isItem: Bool {
        switch self {
        case .item, .judged: true
        case .header, .checkpoint, .end: false
        }
    }
}
