internal import VNModel

/// The write that most registers of a document line come from, so that the line names it once.
private struct SharedClock: Hashable {
    let dot: Dot
    let stamp: HybridTimestamp

    /// The clock of a register whose whole state is one write.
    init?(_ register: Register) {
        guard let sole = register.sole else { return nil }
        dot = sole.dot
        stamp = sole.stamp
    }

    /// The most frequent clock; of equally frequent ones that of the first path.
    static func of(_ document: Document) -> SharedClock? {
        var counts: [(clock: SharedClock, count: Int)] = []
        for field in document.fields {
            guard let clock = SharedClock(field.register) else { continue }
            if let index = counts.firstIndex(where: { $0.clock == clock }) {
                counts[index].count += 1
            } else {
                counts.append((clock, 1))
            }
        }
        var best: (clock: SharedClock, count: Int)?
        for candidate in counts where candidate.count > best?.count ?? 0 { best = candidate }
        return best?.clock
    }
}

extension JSONWriter {
    /// Appends the line of a document straight from its registers.
    ///
    /// - Complexity: O(*n*) in the size of the document, times the number of different clocks.
    mutating func document(_ document: Document, seq: UInt64) {
        let shared = SharedClock.of(document)
        raw("{")
        if let shared {
            raw("\"at\":[")
            quoted(shared.dot.replica)
            raw(",")
            integer(shared.dot.counter)
            raw(",")
            integer(shared.stamp.rawValue)
            raw("],")
        }
        raw("\"doc\":")
        quoted(document.id)
        raw(",\"kind\":\"")
        kind(document.kind)
        raw("\"")
        registers(document, except: shared)
        raw(",\"seq\":")
        integer(seq)
        if let shared { values(document, of: shared) }
        raw("}")
    }

    private mutating func registers(_ document: Document, except shared: SharedClock?) {
        var isFirst = true
        for field in document.fields {
            if let shared, SharedClock(field.register) == shared { continue }
            raw(isFirst ? ",\"registers\":{" : ",")
            isFirst = false
            string(field.path)
            raw(":")
            register(field.register)
        }
        if !isFirst { raw("}") }
    }

    private mutating func register(_ register: Register) {
        raw("{\"live\":")
        list(register.live) { writer, live in
            writer.raw("{\"dot\":")
            writer.quoted(live.dot)
            writer.raw(",\"hlc\":")
            writer.integer(live.stamp.rawValue)
            writer.raw(",\"value\":")
            writer.value(live.encoded)
            writer.raw("}")
        }
        var implied = VersionVector()
        for live in register.live { implied.include(live.dot) }
        var isFirst = true
        for entry in register.seen.entries where implied[entry.replica] != entry.counter {
            raw(isFirst ? ",\"seen\":{" : ",")
            isFirst = false
            quoted(entry.replica)
            raw(":")
            integer(entry.counter)
        }
        raw(isFirst ? "}" : "}}")
    }

    private mutating func values(_ document: Document, of shared: SharedClock) {
        var isFirst = true
        for field in document.fields {
            guard let sole = field.register.sole, SharedClock(field.register) == shared else {
                continue
            }
            raw(isFirst ? ",\"values\":{" : ",")
            isFirst = false
            string(field.path)
            raw(":")
            value(sole.encoded)
        }
        raw("}")
    }
}
