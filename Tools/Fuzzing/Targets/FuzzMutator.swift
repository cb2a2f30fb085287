internal import VNRandom

/// Changes an input in ways that keep more of its format than flipped bits do.
package struct FuzzMutator {
    private let words: [[UInt8]]
    private let nestings: [(open: [UInt8], close: [UInt8])]
    private let limit: Int
    private var random: SplitMix64

    /// - Parameters:
    ///   - target: whose words are used.
    ///   - limit: bytes that the result may have.
    ///   - seed: decides what happens.
    package init(_ target: FuzzTarget, limit: Int, seed: UInt64) {
        words = (target.words + FuzzWords.texts).map { Array($0.utf8) }
        nestings = target.nestings.map { (Array($0.open.utf8), Array($0.close.utf8)) }
        self.limit = limit
        random = SplitMix64(seed: seed)
    }

    /// The input after one to four changes.
    package mutating func mutated(_ input: [UInt8]) -> [UInt8] {
        var result = input
        for _ in 0...random.below(4) {
            change(&result)
            if result.count > limit { result.removeLast(result.count - limit) }
        }
        return result
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        switch random.below(10) {
        case 0, 1: bytes.insert(contentsOf: word(), at: random.below(bytes.count + 1))
        case 2: bytes.replaceSubrange(piece(bytes, limit: 40), with: word())
        case 3: nest(&bytes)
        case 4: multiply(&bytes)
        case 5: move(&bytes)
        case 6: bytes.removeSubrange(piece(bytes, limit: 400))
        case 7: breakCharacter(&bytes)
        case 8: number(&bytes)
        default: bytes.removeLast(random.below(min(bytes.count, 64) + 1))
        }
    }

    private mutating func word() -> [UInt8] { words[random.below(words.count)] }

    /// A place in the input, mostly a short one.
    private mutating func piece(_ bytes: [UInt8], limit: Int) -> Range<Int> {
        let start = random.below(bytes.count + 1)
        return start..<min(bytes.count, start + random.below(1 + random.below(limit)))
    }

    /// Puts a piece inside many others, some of which stay open.
    private mutating func nest(_ bytes: inout [UInt8]) {
        let place = piece(bytes, limit: 200)
        let nesting = nestings[random.below(nestings.count)]
        let depth = 1 << random.below(13)
        let closed = random.below(4) == 0 ? depth / 2 : depth
        var result: [UInt8] = []
        for _ in 0..<depth where result.count < limit { result += nesting.open }
        result += bytes[place]
        for _ in 0..<closed where result.count < limit { result += nesting.close }
        bytes.replaceSubrange(place, with: result)
    }

    /// Writes a piece again and again.
    private mutating func multiply(_ bytes: inout [UInt8]) {
        let place = piece(bytes, limit: 300)
        let count = 1 << random.below(10)
        var result: [UInt8] = []
        for _ in 0..<count where result.count < limit { result += bytes[place] }
        bytes.insert(contentsOf: result, at: place.upperBound)
    }

    /// Copies a piece to another place.
    private mutating func move(_ bytes: inout [UInt8]) {
        let copy = bytes[piece(bytes, limit: 1000)]
        bytes.insert(contentsOf: copy, at: random.below(bytes.count + 1))
    }

    private mutating func breakCharacter(_ bytes: inout [UInt8]) {
        let broken: [[UInt8]] = [
            [0x80], [0xC3], [0xE1, 0xBA], [0xC0, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0x00], [0xF0, 0x9F, 0x98],
        ]
        bytes.insert(
            contentsOf: broken[random.below(broken.count)], at: random.below(bytes.count + 1))
    }

    /// Replaces digits by others, by many or by none.
    private mutating func number(_ bytes: inout [UInt8]) {
        let start = random.below(bytes.count + 1)
        guard let first = bytes[start...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
            return
        }
        let end = bytes[first...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
        let numbers = ["", "0", "-1", "00", "1.5", "1e9", "4294967296", "9223372036854775807"]
        bytes.replaceSubrange(first..<end, with: numbers[random.below(numbers.count)].utf8)
    }
}
