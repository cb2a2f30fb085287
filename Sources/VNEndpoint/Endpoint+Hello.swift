internal import VNModel
package import VNWire

extension Endpoint {
    /// Answers hello: what is known of the store's journal, and whether a pull is worth it.
    ///
    /// - Source: VN-WIRE-020 to VN-WIRE-025
    package func hello(_ request: HelloRequest) async throws -> HelloResponse {
        let configuration = configuration
        return try await store.read { reading in
            let generation = try reading.generation()
            let head = try reading.head()
            let known = try reading.ledger(request.replica)
            let former = try request.formerReplicas.map { replica in
                let known = try reading.ledger(replica)
                return HelloResponse.Former(
                    replica: replica, known: known, verdicts: [],
                    durableThrough: try reading.durable(replica))
            }
            return HelloResponse(
                generation: generation, head: head,
                needsPull: Endpoint.needsPull(request, generation: generation, head: head),
                known: known, verdicts: try Endpoint.verdicts(request, reading),
                durableThrough: try reading.durable(request.replica), former: former,
                time: configuration.environment.milliseconds(),
                limits: configuration.pushLimits, recovering: configuration.recoveringText)
        }
    }

    private static func needsPull(
        _ request: HelloRequest, generation: String, head: UInt64
    ) -> Bool {
        guard request.generation == generation, let text = request.cursor,
            let cursor = try? Cursor(text), cursor.generation == generation
        else { return true }
        return cursor.isBetweenPages || cursor.position != head
    }

    /// The verdicts that the store has not had yet, unless its journal is another one.
    private static func verdicts(
        _ request: HelloRequest, _ reading: any EndpointReading
    ) throws -> [Verdict] {
        let acked = request.acked
        if acked.counter > 0 {
            let row = try reading.logRow(Dot(request.replica, acked.counter))
            guard row?.hash == acked.hash else { return [] }
        }
        let rows = try reading.logRows(
            request.replica, after: acked.counter, limit: WireLimits.helloVerdicts)
        guard !request.scope.isFull else { return rows.map(\.verdict) }
        let filter = ScopeFilter(request.scope, reading)
        return try rows.map { row in
            var verdict = row.verdict
            if let id = row.document { verdict.isOutOfScope = try !filter.admits(id) }
            return verdict
        }
    }
}

extension EndpointConfiguration {
    /// Whether changes are taken that have observed what is not held.
    var isRecovering: Bool {
        recoveringUntil.map { environment.milliseconds() < $0 } ?? false
    }

    /// The end of the recovery, as long as it lasts.
    var recoveringText: String? {
        guard isRecovering, let recoveringUntil else { return nil }
        return Timestamp(milliseconds: Int64(clamping: recoveringUntil)).rfc3339
    }
}
