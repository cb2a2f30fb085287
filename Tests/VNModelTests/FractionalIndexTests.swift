import Testing
import VNModel
import VNRandom

@Suite("Fractional indexes")
struct FractionalIndexTests {
    private func isBefore(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    @Test(
        "known keys",
        arguments: [
            (nil, nil, "V"), ("V", nil, "W"), ("z", nil, "z1"), ("zz", nil, "zz01"),
            ("9z", nil, "A1"), (nil, "V", "U"), (nil, "1", "0z"), (nil, "01", "00zz"),
            (nil, "A1", "9z"), ("A", "C", "B"), ("A", "B", "AV"), ("A", "A1", "A0V"),
            ("Az", "B", "AzV"), ("A", "B1", "B"), ("Az", "B1", "B"), ("1", "2", "1V"),
        ] as [(String?, String?, String)])
    func known(lower: String?, upper: String?, expected: String) {
        #expect(FractionalIndex.between(lower, upper) == expected)
    }

    @Test("a key lies between its bounds and leaves room", arguments: 0..<20)
    func between(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        var keys = FractionalIndex.sequence(random.below(5))
        for _ in 0..<300 {
            let index = random.chance(50) ? random.below(keys.count + 1) : keys.count / 2
            let lower = index > 0 ? keys[index - 1] : nil
            let upper = index < keys.count ? keys[index] : nil
            let key = FractionalIndex.between(lower, upper)
            #expect(FractionalIndex.isValid(key), "seed \(seed) \(key)")
            #expect(lower.map { isBefore($0, key) } ?? true, "seed \(seed)")
            #expect(upper.map { isBefore(key, $0) } ?? true, "seed \(seed)")
            keys.insert(key, at: index)
        }
    }

    @Test("keys at the end and at the start stay short")
    func short() {
        var (last, first) = ("V", "V")
        for _ in 0..<10_000 {
            let (next, before) = (
                FractionalIndex.between(last, nil), FractionalIndex.between(nil, first)
            )
            #expect(isBefore(last, next) && isBefore(before, first))
            (last, first) = (next, before)
        }
        #expect(last.utf8.count <= 8 && first.utf8.count <= 8)
    }

    @Test(
        "a sequence ascends, is short, and is the same every time",
        arguments: [0, 1, 2, 29, 30, 61, 62, 2000])
    func sequence(count: Int) {
        let keys = FractionalIndex.sequence(count)
        #expect(keys.count == count && keys == FractionalIndex.sequence(count))
        for (left, right) in zip(keys, keys.dropFirst()) { #expect(isBefore(left, right)) }
        #expect(keys.allSatisfy { FractionalIndex.isValid($0) && $0.utf8.count <= 3 })
        #expect(count > 30 || keys.allSatisfy { $0.utf8.count == 1 })
    }

    @Test(
        "texts that are no keys",
        arguments: ["", "0", "a0", "é", "a-b", String(repeating: "a", count: 129)])
    func invalid(text: String) {
        #expect(!FractionalIndex.isValid(text))
    }

    @Test("where keys have grown too long, all are made anew")
    func renewed() {
        let publisher = Agent(kind: .organization, id: "x", name: "X")
        var article = Article(
            id: DocumentID(high: 1, low: 1), headline: "x", datePublished: "2024-01-21T00:00:00Z",
            publisher: publisher, body: [Block(text: "a"), Block(text: "b")])
        article.body[0].order = String(repeating: "z", count: 128)
        let orders = article.operations().compactMap { $0.value["order"]?.string }
        #expect(orders.count == 2 && orders.allSatisfy { FractionalIndex.isValid($0) })
        #expect(orders.allSatisfy { $0.utf8.count < 3 } && isBefore(orders[0], orders[1]))
    }
}
