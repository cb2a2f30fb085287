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
        let tokens = SearchKeys.tokens(text)
        var isHit = [Bool](repeating: false, count: tokens.count)
        for phrase in phrases where phrase.count <= tokens.count {
            for start in 0...(tokens.count - phrase.count) {
                let window = tokens[start..<start + phrase.count]
                if zip(phrase, window).allSatisfy({ $0.matches($1) }) {
                    for index in window.indices { isHit[index] = true }
                }
            }
        }
        return tokens.indices.filter { isHit[$0] }.map { tokens[$0].utf8Range }
    }
}
