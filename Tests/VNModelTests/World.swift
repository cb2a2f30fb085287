import VNModel
import VNRandom

/// Copies of one document at several replicas that write and exchange registers at random: every
/// state it makes is one that honest replicas can reach.
struct World {
    static let paths = [
        "authors/an", "body/p1", "body/p2", "deleted", "erased", "headline", "status",
        "topics/kinh-te", "zukunft",
    ]

    var copies: [Document]
    private var counters = [UInt64](repeating: 0, count: people.count)
    let id: DocumentID

    init(kind: DocumentKind = .article) {
        id = DocumentID(high: 7, low: 9)
        copies = people.map { _ in Document(id: DocumentID(high: 7, low: 9), kind: kind) }
    }

    mutating func step(_ random: inout Generator) {
        let index = random.below(copies.count)
        if random.chance(55) {
            write(at: index, &random)
            return
        }
        let other = random.below(copies.count)
        if random.chance(50) {
            copies[index].join(copies[other])
        } else {
            joinPart(of: other, into: index, &random)
        }
    }

    mutating func write(at index: Int, _ random: inout Generator) {
        counters[index] += 1
        let dot = Dot(people[index], counters[index])
        let stamp = random.stamp()
        let paths = World.paths.filter { _ in random.chance(25) }
        let operations = paths.map { path in
            Change.Operation(
                path: path, value: value(path, at: index, &random), seen: copies[index][path].seen)
        }
        copies[index].apply(
            Change(
                dot: dot, cid: DocumentID(high: 1, low: random.next()), transaction: dot.counter,
                stamp: stamp, document: id, kind: copies[index].kind, operations: operations))
    }

    private func value(_ path: String, at index: Int, _ random: inout Generator) -> JSONValue {
        switch path {
        case "deleted":
            let mark = DeletionMark(
                at: "2024-01-21T00:00:00Z", by: random.pick([nil, "an"]),
                saw: copies[index].vector)
            return random.chance(30) ? .null : mark.value
        case "erased": return .bool(random.chance(90))
        case "status": return .string(random.pick(["draft", "usable", "withheld", "canceled"]))
        case "topics/kinh-te": return random.chance(30) ? .null : .bool(true)
        default: return random.value()
        }
    }

    /// Any subset of registers merges correctly. Some travel with a stamp that a hub lowered, or
    /// with a deletion that a hub knows to have seen more.
    private mutating func joinPart(of other: Int, into index: Int, _ random: inout Generator) {
        var part = Document(id: id, kind: copies[other].kind)
        for field in copies[other].fields where random.chance(40) {
            var live = field.register.live
            if random.chance(20) { live = live.map { lowered($0, &random) } }
            part.set(field.path, Register(seen: field.register.seen, live: live))
        }
        copies[index].join(part)
    }

    private func lowered(_ value: LiveValue, _ random: inout Generator) -> LiveValue {
        var result = value.value
        if var mark = DeletionMark(result) {
            mark.saw.include(random.pick(people), UInt64(random.below(4)))
            result = mark.value
        }
        let stamp = HybridTimestamp(rawValue: value.stamp.rawValue - UInt64(random.below(3)))
        return LiveValue(dot: value.dot, stamp: stamp, value: result)
    }
}
