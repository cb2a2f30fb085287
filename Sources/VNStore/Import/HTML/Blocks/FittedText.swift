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

    /// A text as parts that are short enough for a block, cut behind sentences or words.
    static func parts(_ text: String) -> [String] {
        var rest = Substring(text)
        var parts: [String] = []
        while let limit = rest.unicodeScalars.index(
            rest.startIndex, offsetBy: HTMLLimits.paragraphCharacters, limitedBy: rest.endIndex),
            limit < rest.endIndex
        {
            let head = rest[..<limit]
            let end =
                head.range(ofLast: ". ") ?? head.lastIndex(of: "\n") ?? head.lastIndex(of: " ")
                ?? limit
            parts.append(rest[..<end].withoutOuterSpace)
            rest = rest[end...]
        }
        parts.append(rest.withoutOuterSpace)
        return parts.filter { !$0.isEmpty }
    }
}

extension Substring {
    /// Where the last `. ` ends, if that is not far from the end.
    fileprivate func range(ofLast mark: String) -> Index? {
        let tail = suffix(2000)
        guard let found = tail.ranges(of: mark).last else { return nil }
        return found.upperBound
    }
}
