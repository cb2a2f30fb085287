public import VNModel

/// How much of each replica's journal a hub has judged: counters by replica, all from 1.
public typealias LedgerCounters = [ReplicaID: UInt64]

extension JSONWriter {
    /// Appends counters as an object, in the order of the replicas' texts.
    mutating func counters(_ counters: LedgerCounters) {
        raw("{")
        var isFirst = true
        for (replica, counter) in counters.sorted(by: { $0.key < $1.key }) {
            if !isFirst { raw(",") }
            isFirst = false
            quoted(replica)
            raw(":")
            integer(counter)
        }
        raw("}")
    }
}

extension WireObject {
    /// A ledger that may be missing.
    func optionalCounters(_ key: String) throws(WireError) -> LedgerCounters? {
        try optional(key, "an object of replica ids and counters") { json in
            guard let members = json.object?.members, members.count <= WireLimits.ledgerReplicas
            else { return nil }
            var counters = LedgerCounters(minimumCapacity: members.count)
            for member in members {
                guard let replica = ReplicaID(member.key),
                    let counter = WireObject.counter(member.value)
                else { return nil }
                counters[replica] = counter
            }
            return counters
        }
    }
}
