/// Texts of a page as the schema has them.
enum FittedText {
    /// A text in one line of at most so many characters; a longer one is cut at a word.
    static func line(_ text: String, limit: Int) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        let line = words.joined(separator: " ")
        guard line.unicodeScalars.count > limit else { return line }
        let kept = String(String.UnicodeScalarView(line.unicodeScalars.prefix(limit - 1)))
        let end = kept.lastIndex(of: " ") ?? kept.endIndex
        return kept[..<end].withoutOuterSpace + "…"
    }

    /// A text as parts that are short enough for a block, cut behind sentences or words, or within
    /// a word that is longer.
    ///
    /// - Complexity: O(*n*)
    static func parts(_ text: String) -> [String] {
        var rest = Substring(text).unicodeScalars
        var parts: [String] = []
        while let limit = rest.index(
            rest.startIndex, offsetBy: HTMLLimits.paragraphCharacters, limitedBy: rest.endIndex),
            limit < rest.endIndex
        {
            let head = rest[..<limit]
            let end =
                sentenceEnd(head) ?? head.lastIndex(of: "\n") ?? head.lastIndex(of: " ") ?? limit
            // A space at the very beginning would leave the rest as it is.
            let cut = end > rest.startIndex ? end : limit
            parts.append(String(rest[..<cut]).withoutOuterSpace)
            rest = rest[cut...]
        }
        parts.append(String(rest).withoutOuterSpace)
        return parts.filter { !$0.isEmpty }
    }

    /// Where the last `. ` ends, if that is not far from the end.
    private static func sentenceEnd(
        _ text: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView.Index? {
        var isAfterSpace = false
        for index in text.suffix(2000).indices.reversed() {
            if isAfterSpace, text[index] == "." {
                return text.index(index, offsetBy: 2)
            }
            isAfterSpace = text[index] == " "
        }
        return nil
    }
}
