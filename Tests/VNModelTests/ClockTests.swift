import Testing
import VNModel
import VNRandom

@Suite("Vectors, dots and hybrid timestamps")
struct ClockTests {
    @Test(
        "vectors compare as equal, before, after or concurrent",
        arguments: [
            ("a3 b1", "a3 b1", VersionVector.Order.equal), ("", "", .equal),
            ("", "a1", .before), ("a2", "a3", .before), ("a3", "a3 d1", .before),
            ("a3 d1", "a3", .after), ("b1", "", .after),
            ("a3", "b1", .concurrent), ("a3 b1", "a2 b2", .concurrent),
            ("a1 c1", "a1 b1", .concurrent),
        ])
    func compare(left: String, right: String, order: VersionVector.Order) {
        #expect(vector(left).compare(vector(right)) == order)
    }

    @Test("a vector holds counters up to and including its own")
    func includes() {
        let seen = vector("a3 c1")
        #expect(seen.includes(dot("a3")) && seen.includes(dot("a1")) && seen.includes(dot("c1")))
        #expect(!seen.includes(dot("a4")) && !seen.includes(dot("b1")))
        #expect(seen[alice] == 3 && seen[bob] == 0)
        #expect(VersionVector([(bob, UInt64(0))]).isEmpty)
    }

    @Test("entries are sorted whatever the order of inclusion, and never go down")
    func sorted() {
        var seen = VersionVector()
        for name in ["d1", "a2", "c1", "a1", "b5"] { seen.include(dot(name)) }
        #expect(seen == vector("a2 b5 c1 d1"))
        #expect(seen.entries.map(\.replica) == people)
        seen.set(bob, to: 2)
        seen.set(carol, to: 0)
        #expect(seen == vector("a2 b2 d1"))
    }

    @Test("a vector's JSON comes back; anything else is none")
    func vectorJSON() throws {
        let seen = vector("a3 b1 d9")
        #expect(VersionVector(json: seen.json) == seen)
        let refused = [
            "[]", "3", "{\"nobody\":1}", "{\"\(alice)\":0}", "{\"\(alice)\":-1}",
            "{\"\(alice)\":\"1\"}", "{\"\(alice)\":1.5}",
        ]
        for text in refused {
            #expect(VersionVector(json: try JSONValue(parsing: text)) == nil, "\(text)")
        }
        let many = (0...Limits.vectorEntries).map { (ReplicaID(bits: UInt64($0)), UInt64(1)) }
        #expect(VersionVector(json: VersionVector(many).json) == nil)
    }

    @Test("dots are ordered by replica, then by counter")
    func dots() {
        #expect(dot("a9") < dot("b1") && dot("a2") < dot("a10") && !(dot("a2") < dot("a2")))
        #expect(dot("a9").description == "14d2pf2dbsqqh:9")
    }

    @Test("the next stamp is after the last one and never before the wall clock")
    func next() {
        let stamp = HybridTimestamp(milliseconds: 1000, count: 5)
        #expect(stamp.next(milliseconds: 2000) == HybridTimestamp(milliseconds: 2000))
        #expect(stamp.next(milliseconds: 1000) == HybridTimestamp(milliseconds: 1000, count: 6))
        #expect(stamp.next(milliseconds: 10) == HybridTimestamp(milliseconds: 1000, count: 6))
        let full = HybridTimestamp(milliseconds: 1000, count: .max)
        #expect(full.next(milliseconds: 10) == HybridTimestamp(milliseconds: 1001))
        #expect(HybridTimestamp(milliseconds: .max).milliseconds == 0x7FFF_FFFF_FFFF)
    }

    @Test("stamps of a clock that jumps about still ascend", arguments: 0..<5)
    func ascending(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        var stamp = HybridTimestamp(milliseconds: 1 << 40)
        for _ in 0..<1000 {
            let next = stamp.next(milliseconds: UInt64(1 << 40 + random.below(1 << 20)))
            #expect(next > stamp, "seed \(seed)")
            stamp = next
        }
    }
}
