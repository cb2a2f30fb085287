import Testing
import VNModel
import VNRandom

@Suite("Compact clocks")
struct ClockCodecTests {
    private struct Unknown: Error {}

    private func number(_ replica: ReplicaID) -> Int {
        people.firstIndex(of: replica).map { $0 + 1 } ?? 0
    }

    private func replica(_ number: Int) throws -> ReplicaID {
        guard (1...people.count).contains(number) else { throw Unknown() }
        return people[number - 1]
    }

    /// What a store keeps beside the clock.
    private func parts(
        of document: Document
    ) -> (
        values: [(path: String, value: CanonicalJSON)],
        siblings: [(path: String, value: LiveValue)]
    ) {
        var values: [(path: String, value: CanonicalJSON)] = []
        var siblings: [(path: String, value: LiveValue)] = []
        for field in document.fields {
            let policy = RegisterPath.policy(field.path, of: document.kind)
            let shown = policy.shown(field.register.live)
            if let shown, !shown.isNull { values.append((field.path, shown.encoded)) }
            for live in field.register.live where live.dot != shown?.dot {
                siblings.append((field.path, live))
            }
        }
        return (values, siblings.reversed())
    }

    private func decode(
        _ bytes: [UInt8], _ document: Document, rowSeq: UInt64
    ) throws -> Document {
        let parts = parts(of: document)
        return try ClockCodec.decode(
            bytes, id: document.id, kind: document.kind, rowSeq: rowSeq, values: parts.values,
            siblings: parts.siblings, replica: replica)
    }

    /// A document that replicas reached, with marks of the feed.
    private func marked(_ random: inout Generator) -> (document: Document, rowSeq: UInt64) {
        var world = World(kind: random.pick([.article, .comment]))
        for _ in 0..<random.below(30) { world.step(&random) }
        var document = world.copies[0]
        let rowSeq = random.next() >> UInt64(random.below(64))
        for field in document.fields where random.chance(50) {
            let seq = random.chance(50) ? rowSeq : random.next() >> UInt64(random.below(64))
            let by = random.chance(40) ? random.pick(people) : nil
            let live = random.chance(90) ? field.register.live : []
            document.set(
                field.path, Register(seen: field.register.seen, live: live), seq: seq, by: by)
        }
        return (document, rowSeq)
    }

    @Test("every document comes back as it was", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        var random = Generator(seed: UInt64(seed))
        for round in 0..<100 {
            let (document, rowSeq) = marked(&random)
            let bytes = ClockCodec.encode(document, rowSeq: rowSeq, number: number)
            let copy = try decode(bytes, document, rowSeq: rowSeq)
            #expect(copy == document, "seed \(seed) round \(round)")
            let again = ClockCodec.encode(copy, rowSeq: rowSeq, number: number)
            #expect(again == bytes, "seed \(seed) round \(round)")
        }
    }

    @Test("a fresh document costs at most 24 bytes", arguments: [nil, alice])
    func fresh(by: ReplicaID?) throws {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .article)
        let stamp = HybridTimestamp(milliseconds: 1_700_000_000_000, count: 3)
        let dot = Dot(alice, 4_000_000_000)
        for number in 0..<60 {
            let live = LiveValue(dot: dot, stamp: stamp, value: .bool(true))
            document.set(
                "body/p\(number)", Register(seen: VersionVector(dot), live: [live]), seq: 1 << 40,
                by: by)
        }
        // Even where replicas have large local numbers.
        let bytes = ClockCodec.encode(document, rowSeq: 1 << 40) { _ in 9_999_999 }
        #expect(bytes.count <= 24)
        let parts = parts(of: document)
        let copy = try ClockCodec.decode(
            bytes, id: document.id, kind: .article, rowSeq: 1 << 40, values: parts.values,
            replica: { _ in alice })
        #expect(copy == document)
    }

    @Test("an edit of one field names that field only")
    func oneEdit() {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .article)
        let stamp = HybridTimestamp(milliseconds: 1_700_000_000_000)
        for path in ["body/p1", "body/p2", "headline", "publisher"] {
            let live = LiveValue(dot: dot("a1"), stamp: stamp, value: "x")
            document.set(path, Register(seen: vector("a1"), live: [live]), seq: 5)
        }
        let before = ClockCodec.encode(document, rowSeq: 5, number: number).count
        var register = document["headline"]
        register.write(LiveValue(dot: dot("b7"), stamp: stamp, value: "y"))
        document.set("headline", register, seq: 9)
        let after = ClockCodec.encode(document, rowSeq: 9, number: number).count
        #expect(after <= before + 34)
    }

    @Test("bytes that are cut short are refused", arguments: 0..<10)
    func cutShort(seed: Int) throws {
        var random = Generator(seed: UInt64(1000 + seed))
        let (document, rowSeq) = marked(&random)
        let bytes = ClockCodec.encode(document, rowSeq: rowSeq, number: number)
        for count in 0..<bytes.count {
            // A clock may end behind the default clock: then the exceptions are missing, and the
            // registers that only they name.
            guard let copy = try? decode(Array(bytes.prefix(count)), document, rowSeq: rowSeq)
            else { continue }
            #expect(copy != document, "seed \(seed) count \(count)")
        }
        #expect(throws: ClockError.self) {
            _ = try decode(bytes + [0], document, rowSeq: rowSeq)
        }
    }

    @Test("no bytes crash the decoder", arguments: 0..<20)
    func corrupt(seed: Int) {
        var random = Generator(seed: UInt64(2000 + seed))
        var refused = 0
        for _ in 0..<300 {
            let (document, rowSeq) = marked(&random)
            var bytes = ClockCodec.encode(document, rowSeq: rowSeq, number: number)
            for _ in 0...random.below(3) {
                bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            if (try? decode(bytes, document, rowSeq: rowSeq)) == nil { refused += 1 }
        }
        #expect(refused > 50, "seed \(seed)")
    }

    @Test("values that do not belong to the clock are refused")
    func foreignValues() throws {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .article)
        let live = LiveValue(dot: dot("a1"), stamp: HybridTimestamp(rawValue: 1), value: "x")
        document.set("headline", Register(seen: vector("a1"), live: [live]))
        let bytes = ClockCodec.encode(document, rowSeq: 0, number: number)
        let refused: [[(path: String, value: CanonicalJSON)]] = [
            [], [("headline", CanonicalJSON("x")), ("summary", CanonicalJSON("y"))],
        ]
        for values in refused {
            #expect(throws: ClockError.self) {
                _ = try ClockCodec.decode(
                    bytes, id: document.id, kind: .article, rowSeq: 0, values: values,
                    replica: replica)
            }
        }
        #expect(throws: ClockError.self) {
            _ = try ClockCodec.decode(
                bytes, id: document.id, kind: .article, rowSeq: 0,
                values: [("headline", CanonicalJSON("x"))], siblings: [("summary", live)],
                replica: replica)
        }
    }
}
