internal import VNModel
internal import VNWire

/// The body of a pull, page by page. No transaction stays open between two pages.
package actor PullStream {
    private let store: any EndpointStore
    private var state: PullState
    private var ready: [UInt8]

    init(store: any EndpointStore, state: PullState, ready: [UInt8]) {
        self.store = store
        self.state = state
        self.ready = ready
    }

    /// The next chunk, of at least ``EndpointLimits/chunkBytes`` unless it is the last; `nil` at
    /// the end.
    ///
    /// - Throws: what the store throws; the stream is cut then, which the puller notices because
    ///   the last line is missing.
    package func next() async throws -> [UInt8]? {
        while ready.count < EndpointLimits.chunkBytes, !state.hasEnded {
            let before = state
            let (after, bytes) = try await store.read { reading in
                var page = PullPage(before, reading)
                try page.write()
                return (page.state, page.writer.bytes)
            }
            state = after
            ready.append(contentsOf: bytes)
        }
        guard !ready.isEmpty else { return nil }
        defer { ready = [] }
        return ready
    }
}

extension Endpoint {
    /// Begins a pull: its first page is read at once, so that problems have a status of their own.
    ///
    /// - Source: VN-WIRE-040
    func pull(_ request: PullRequest) async throws -> PullStream {
        let pageRows = configuration.pageRows
        let (state, bytes) = try await store.read { reading in
            var page = PullPage(try PullState(request, reading, pageRows: pageRows), reading)
            page.writeHeader()
            try page.write()
            return (page.state, page.writer.bytes)
        }
        return PullStream(store: store, state: state, ready: bytes)
    }

    /// Answers a re-read: the whole state of some documents.
    ///
    /// - Source: VN-WIRE-070
    func documents(_ request: DocumentsRequest) async throws -> [UInt8] {
        try await store.read { reading in
            let generation = try reading.generation()
            guard generation == request.generation else { throw Problem.generation }
            let filter = ScopeFilter(request.scope, reading)
            let head = try reading.head()
            var writer = JSONWriter(capacity: 64 << 10)
            PullHeader(
                generation: generation, from: head, head: head,
                known: try reading.ledger(request.replica)
            ).encode(into: &writer)
            writer.raw("\n")
            let start = writer.bytes.count
            for id in request.ids {
                writer.item(try Endpoint.item(id, filter, reading))
                writer.raw("\n")
            }
            var digest = PullDigest()
            digest.update(writer.bytes[start...])
            PullEnd(
                cursor: nil, isComplete: true, count: request.ids.count, digest: digest.text
            ).encode(into: &writer)
            writer.raw("\n")
            return writer.bytes
        }
    }

    private static func item(
        _ id: DocumentID, _ filter: ScopeFilter, _ reading: any EndpointReading
    ) throws -> FeedItem {
        if try reading.isPurged(id) { return .purge(id) }
        guard let held = try reading.document(id) else { return .absent(id) }
        guard try filter.admits(held.document) else { return .evict(id) }
        return .document(filter.part(held), seq: held.seq)
    }
}
