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
                limits: configuration.pushLimits,
                recovering: try configuration.recoveringText(reading))
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
    /// Until when changes are taken that have observed what is not held: as its operator says at
    /// the start, or as the store notes; `nil` if that is over, or was not needed.
    func recovering(_ reading: any EndpointReading) throws -> UInt64? {
        let end = max(recoveringUntil ?? 0, try reading.recoveringUntil() ?? 0)
        return environment.milliseconds() < end ? end : nil
    }

    fileprivate func recoveringText(_ reading: any EndpointReading) throws -> String? {
        try recovering(reading).map {
            Timestamp(milliseconds: Int64(clamping: $0)).rfc3339
        }
    }
}
