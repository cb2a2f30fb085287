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
        for replica in world.replicas {
            if let leak = replica.record.takeLeaks().first {
                throw violation("what no reader may take: \(leak)")
            }
        }
        for replica in world.replicas
        where replica.record.largestRequest > WireLimits.requestBytes {
            throw violation("\(replica.name) sent \(replica.record.largestRequest) bytes at once")
        }
    }
}
