/// The keys of all tokens of a text in two buffers, to compare many words with them.
struct TokenKeys {
    /// The tokens, as ranges of the text's UTF-8 bytes.
    private(set) var ranges: [Range<Int>] = []
    private var fold: [UInt8] = []
    private var tone: [UInt8] = []
    /// Where the keys of each token end.
    private var ends: [(fold: Int, tone: Int)] = []

    init(_ text: String) {
        guard TextNormalization.isNFC(text) else {
            for token in SearchKeys.tokens(text) { append(token) }
            return
        }
        var text = text
        text.withUTF8 { bytes in
            var scanner = KeyScanner()
            scanner.fold.reserveCapacity(bytes.count)
            scanner.tone.reserveCapacity(bytes.count)
            while let range = scanner.next(in: bytes) {
                ranges.append(range)
                ends.append((scanner.fold.count, scanner.tone.count))
            }
            (fold, tone) = (scanner.fold, scanner.tone)
        }
    }

    private mutating func append(_ token: SearchToken) {
        ranges.append(token.utf8Range)
        fold.append(contentsOf: token.fold.utf8)
        tone.append(contentsOf: token.tone.utf8)
        ends.append((fold.count, tone.count))
    }

    /// Whether the fold key of a token is a key.
    func isFold(_ key: [UInt8], at index: Int) -> Bool {
        TokenKeys.equal(fold, index == 0 ? 0 : ends[index - 1].fold, ends[index].fold, key)
    }

    /// Whether the tone key of a token is a key.
    func isTone(_ key: [UInt8], at index: Int) -> Bool {
        TokenKeys.equal(tone, index == 0 ? 0 : ends[index - 1].tone, ends[index].tone, key)
    }

    private static func equal(
        _ bytes: [UInt8], _ start: Int, _ end: Int, _ key: [UInt8]
    ) -> Bool {
        guard end - start == key.count else { return false }
        for offset in key.indices where bytes[start + offset] != key[offset] { return false }
        return true
    }
}
