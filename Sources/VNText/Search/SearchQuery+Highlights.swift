extension SearchQuery {
    /// Returns which tokens of a text this query hits.
    ///
    /// A word of a phrase is hit only where the whole phrase occurs, word by word with the keys
    /// the query asks for. Tokens are hit whether or not the text satisfies the whole query.
    ///
    /// - Parameter text: The original text, such as a headline; it need not be in NFC.
    /// - Returns: Ranges of whole tokens in the UTF-8 form of `text`, ascending, none twice.
    /// - Complexity: O(n · w) for n tokens in the text and w words in the query.
    public func highlights(in text: String) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        let tokens = TokenKeys(text)
        let count = tokens.ranges.count
        var isHit = [Bool](repeating: false, count: count)
        for phrase in phrases where phrase.count <= count {
            let words = phrase.map { WordKeys($0) }
            for start in 0...(count - words.count) {
                let isMatch = words.indices.allSatisfy { words[$0].match(tokens, at: start + $0) }
                if isMatch {
                    for index in start..<start + words.count { isHit[index] = true }
                }
            }
        }
        return tokens.ranges.indices.filter { isHit[$0] }.map { tokens.ranges[$0] }
    }
}

/// The keys that satisfy a word of a query, as bytes.
private struct WordKeys {
    let keys: [[UInt8]]
    let usesTone: Bool

    init(_ word: SearchQuery.Word) {
        keys = (word.usesTone ? word.tones : word.folds).map { Array($0.utf8) }
        usesTone = word.usesTone
    }

    func match(_ tokens: TokenKeys, at index: Int) -> Bool {
        for key in keys
        where usesTone ? tokens.isTone(key, at: index) : tokens.isFold(key, at: index) {
            return true
        }
        return false
    }
}
