import Testing
import VNModel

@Suite("Change hashes")
struct ChangeHashTests {
    private let document = DocumentID(high: 7, low: 9)

    private func first() -> Change {
        Change(
            dot: dot("a1"), cid: DocumentID(high: 0x018C_B1F0_0000_7000, low: 1 << 63 | 1),
            transaction: 1, stamp: HybridTimestamp(rawValue: 111_411_200_000_000_000),
            document: document, kind: .article,
            operations: [
                Change.Operation(
                    path: "headline", value: "Gạo \"ST25\"\nđược mùa", seen: VersionVector())
            ])
    }

    private func second() -> Change {
        Change(
            dot: dot("a2"), cid: DocumentID(high: 0x018C_B1F0_0000_7000, low: 1 << 63 | 2),
            transaction: 2, stamp: HybridTimestamp(rawValue: 111_411_200_000_000_001),
            document: document, kind: .article,
            operations: [
                Change.Operation(path: "body/p1", value: .null, seen: vector("a1 b7")),
                Change.Operation(
                    path: "image",
                    value: .object([
                        ("alt", ""), ("width", .integer(640)),
                        ("x", .array([.number(1.5), .bool(true)])),
                    ]), seen: VersionVector()),
            ])
    }

    @Test("known hashes of a chain; values by another implementation")
    func golden() {
        let hash = first().hash(after: .origin)
        #expect(hash.description == "b13ed3848dd324691052813e98160717")
        #expect(second().hash(after: hash).description == "350c06ecc24be4044cbdb3afb274b633")
    }

    @Test("every part of a change is covered")
    func covers() {
        let original = second()
        var variants: [Change] = []
        func vary(_ change: (inout Change) -> Void) {
            var variant = original
            change(&variant)
            variants.append(variant)
        }
        vary { $0.dot = dot("a3") }
        vary { $0.dot = dot("b2") }
        vary { $0.cid = DocumentID(high: 1, low: 1) }
        vary { $0.transaction = 1 }
        vary { $0.stamp = HybridTimestamp(rawValue: 1) }
        vary { $0.document = DocumentID(high: 1, low: 1) }
        vary { $0.kind = .comment }
        vary { $0.operations.removeLast() }
        vary { $0.operations[0].value = "" }
        vary { $0.operations[0].seen = vector("a1 b8") }
        vary { $0.operations[1].value = .object([("alt", "")]) }
        var hashes = Set(variants.map { $0.hash(after: .origin) })
        hashes.insert(original.hash(after: .origin))
        hashes.insert(original.hash(after: first().hash(after: .origin)))
        #expect(hashes.count == variants.count + 2)
    }

    @Test("a hash comes back from its text and bytes; other texts are none")
    func text() {
        let hash = first().hash(after: .origin)
        #expect(ChangeHash(hash.description) == hash)
        #expect(ChangeHash(bytes: hash.bytes) == hash)
        #expect(ChangeHash.origin.description == String(repeating: "0", count: 32))
        let refused = [
            "", "b13ed3848dd324691052813e9816071", "b13ed3848dd324691052813e981607170",
            "b13ed384-8dd324691052813e9816071", "g13ed3848dd324691052813e98160717",
            "B13ED3848DD324691052813E98160717",
        ]
        for text in refused { #expect(ChangeHash(text) == nil, "\(text)") }
    }

    @Test("equal documents have equal digests, and every part of a register counts")
    func digest() {
        func digest(
            _ path: String, _ seen: String, _ name: String, _ stamp: UInt64, _ value: JSONValue,
            seq: UInt64 = 0
        ) -> [UInt8] {
            var document = Document(id: document, kind: .article)
            let live = LiveValue(
                dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: value)
            document.set(path, Register(seen: vector(seen), live: [live]), seq: seq, by: alice)
            return document.digest
        }
        let digests = [
            digest("headline", "a1", "a1", 5, "x"), digest("summary", "a1", "a1", 5, "x"),
            digest("headline", "a2", "a1", 5, "x"), digest("headline", "a1 b1", "b1", 5, "x"),
            digest("headline", "a1 b1", "a1", 5, "x"), digest("headline", "a1", "a1", 4, "x"),
            digest("headline", "a1", "a1", 5, "y"), digest("headline", "a1", "a1", 5, .null),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digest("headline", "a1", "a1", 5, "x", seq: 9) == digests[0])
    }
}
