internal import VNModel
internal import VNWire

extension Endpoint {
    /// Compares ranges of ids with what a store holds, and cuts those that differ.
    ///
    /// - Source: VN-WIRE-090 to VN-WIRE-095
    func reconcile(_ request: ReconcileRequest) async throws -> ReconcileResponse {
        try await store.read { reading in
            let generation = try reading.generation()
            guard generation == request.generation else { throw Problem.generation }
            let position = try request.cursor.map { text in
                let cursor = try Cursor(text)
                guard cursor.generation == generation else { throw Problem.generation }
                return cursor.position
            }
            let digests = ScopedDigests(request.scope, reading)
            return ReconcileResponse(
                generation: generation, head: try reading.head(),
                known: try reading.ledger(request.replica),
                answers: try request.ranges.map { try digests.answer($0, after: position) })
        }
    }
}

/// The digests of a scope's documents, in one transaction.
struct ScopedDigests {
    private let scope: Scope
    private let reading: any EndpointReading
    private let filter: ScopeFilter

    init(_ scope: Scope, _ reading: any EndpointReading) {
        self.scope = scope
        self.reading = reading
        filter = ScopeFilter(scope, reading)
    }

    /// The sum of all documents of the scope.
    ///
    /// - Complexity: O(1) for the full scope, else O(*n*) in all documents.
    func sum() throws -> DigestSum {
        scope.isFull ? try reading.digestSum() : try sums([.all])[0]
    }

    /// - Parameter position: documents behind it are newer than what the store can have.
    func answer(
        _ range: ReconcileRequest.Range, after position: UInt64?
    ) throws -> ReconcileResponse.Answer {
        let sum = range.ids == .all ? try self.sum() : try sums([range.ids])[0]
        if sum == range.sum { return .equal }
        guard sum.count > UInt64(WireLimits.reconcileDocuments) else {
            return .documents(try entries(range.ids, after: position))
        }
        let bounds = try bounds(range.ids, count: sum.count)
        let parts = range.ids.parts(at: bounds)
        return .parts(
            zip([nil] + bounds, try sums(parts)).map {
                ReconcileResponse.Part(from: $0, sum: $1)
            })
    }

    /// Where the parts of a range begin, the first aside, so that all hold about as much.
    private func bounds(_ range: IDRange, count: UInt64) throws -> [DocumentID] {
        let parts = UInt64(WireLimits.reconcileParts)
        let size = max(1, (count + parts - 1) / parts)
        var bounds: [DocumentID] = []
        var place: UInt64 = 0
        try reading.ids(in: range) { id in
            guard try scope.isFull || filter.admits(id) else { return }
            if place > 0, place % size == 0 { bounds.append(id) }
            place += 1
        }
        return bounds
    }

    private func sums(_ ranges: [IDRange]) throws -> [DigestSum] {
        var sums = DigestSums(ranges)
        guard let first = ranges.first, let last = ranges.last else { return [] }
        try digests(in: IDRange(from: first.from, to: last.to)) { id, digest, _ in
            sums.add(id, digest)
        }
        return sums.sums
    }

    private func entries(
        _ range: IDRange, after position: UInt64?
    ) throws -> [ReconcileResponse.Entry] {
        var entries: [ReconcileResponse.Entry] = []
        try digests(in: range) { id, digest, seq in
            guard let digest = ChangeHash(bytes: digest) else {
                throw EndpointError(
                    code: "endpoint.corrupt",
                    message: "the digest of a document is damaged; run `vnsyncd check`")
            }
            entries.append(
                ReconcileResponse.Entry(
                    id: id, digest: digest, isNewer: position.map { seq > $0 } ?? false))
        }
        return entries.sorted { $0.id < $1.id }
    }

    /// The documents of a range that belong to the scope. Where the scope leaves registers out,
    /// the digest is that of the others.
    private func digests(
        in range: IDRange, _ body: (DocumentID, [UInt8], UInt64) throws -> Void
    ) throws {
        try reading.digests(in: range) { id, digest, seq in
            guard try scope.isFull || filter.admits(id) else { return }
            guard scope.includesBodies else {
                guard let part = try reading.document(id).map(filter.part) else { return }
                return try body(id, part.digest, seq)
            }
            try body(id, digest, seq)
        }
    }
}
