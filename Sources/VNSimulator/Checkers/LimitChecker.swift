internal import VNModel
internal import VNWire

/// Siblings, vectors and requests stay within their limits.
struct LimitChecker: Checker {
    static let invariant = Invariant.limits

    func step(_ world: World) throws {
        for machine in world.touched {
            for id in machine.view.changed {
                for field in machine.view.documents[id]?.document.fields ?? [] {
                    if field.register.live.count > Limits.siblings {
                        throw violation("\(id) \(field.path) has too many siblings")
                    }
                    if field.register.seen.entries.count > Limits.vectorEntries {
                        throw violation("the vector of \(id) \(field.path) is too large")
                    }
                }
            }
        }
        for replica in world.replicas { try check(replica.record, of: replica.name) }
        for link in world.links { try check(link.record, of: link.name) }
    }

    private func check(_ record: ExchangeRecord, of name: String) throws(Violation) {
        if let leak = record.takeLeaks().first {
            throw violation("what no reader may take: \(leak)")
        }
        guard record.largestRequest <= WireLimits.requestBytes else {
            throw violation("\(name) sent \(record.largestRequest) bytes at once")
        }
    }
}
