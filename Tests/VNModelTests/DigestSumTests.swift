import Testing
import VNModel
import VNRandom

@Suite("Sums of digests") struct DigestSumTests {
    private func digests(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var generator = Generator(seed: seed)
        return (0..<count).map { _ in (0..<16).map { _ in UInt8(generator.below(256)) } }
    }

    @Test("the order of documents does not matter, and each can be taken out again")
    func order() {
        let all = digests(50, seed: 1)
        var one = DigestSum(), other = DigestSum()
        for digest in all { one.add(digest) }
        for digest in all.reversed() { other.add(digest) }
        #expect(one == other && one.count == 50)
        for digest in all.shuffled() { other.subtract(digest) }
        #expect(other == DigestSum())
    }

    @Test("carries and borrows go through all sixteen bytes")
    func carry() {
        let ones = [UInt8](repeating: 0xFF, count: 16)
        let unit = [UInt8](repeating: 0, count: 15) + [1]
        var sum = DigestSum()
        sum.add(ones)
        sum.add(unit)
        #expect(sum.text == String(repeating: "0", count: 32) && sum.count == 2)
        sum.subtract(unit)
        #expect(sum.bytes == ones)
        sum.add([1] + [UInt8](repeating: 0, count: 15))
        #expect(sum.text == "00" + String(repeating: "f", count: 30))
    }

    @Test("sums that are added and taken from each other keep what each has")
    func addition() {
        let all = digests(20, seed: 2)
        var whole = DigestSum(), left = DigestSum(), right = DigestSum()
        for (index, digest) in all.enumerated() {
            whole.add(digest)
            if index % 3 == 0 { left.add(digest) } else { right.add(digest) }
        }
        var joined = left
        joined += right
        #expect(joined == whole)
        joined -= left
        #expect(joined == right)
        // A change may take out more than it adds.
        var change = DigestSum()
        change -= left
        joined = whole
        joined += change
        #expect(joined == right)
        #expect(DigestSum(count: right.count, text: right.text) == right)
        #expect(DigestSum(count: 1, text: "12") == nil)
    }

    @Test("parts of a range cover it, and each id falls into one")
    func parts() {
        let bounds = [3, 7, 20].map { DocumentID(high: 0, low: $0) }
        let range = IDRange(from: DocumentID(high: 0, low: 2), to: nil)
        let parts = range.parts(at: bounds)
        #expect(parts.count == 4 && parts.first?.from == range.from && parts.last?.to == nil)
        var sums = DigestSums(parts)
        for low in 2..<30 as Range<UInt64> {
            let id = DocumentID(high: 0, low: low)
            #expect(parts.count { $0.contains(id) } == 1)
            sums.add(id, [UInt8](repeating: 0, count: 15) + [1])
        }
        #expect(sums.sums.map(\.count) == [1, 4, 13, 10])
        #expect(IDRange(from: bounds[0], to: bounds[0]).isEmpty && !IDRange.all.isEmpty)
    }
}
