/// A caption and the credit that was written into it.
struct CreditText {
    /// The text without the credit.
    let text: String
    /// Who made or owns the picture.
    let credit: String?

    /// What may stand before a credit, in lower case.
    private static let labels = [
        "nguồn ảnh", "nguồn", "ảnh minh họa", "ảnh", "source", "photo",
    ]
    /// Characters in which a label ends; the longest one has fewer.
    private static let labelLimit = 40
    /// Characters of a credit that stands without parentheses.
    private static let bareLimit = 80

    /// Cuts `(Nguồn: X)`, `(Ảnh: X)` or a closing `Ảnh: X` out of a text, with the white space
    /// before it. Any other parenthesis stays.
    init(_ line: String) {
        let found = CreditText.parenthesis(in: line) ?? CreditText.ending(of: line)
        guard let found else {
            (text, credit) = (line.withoutOuterSpace, nil)
            return
        }
        let before = line[..<found.range.lowerBound].withoutOuterSpace
        let after = String(line[found.range.upperBound...])
        text = (before + after).withoutOuterSpace
        credit = found.credit
    }

    private typealias Found = (range: Range<String.Index>, credit: String)

    private static func parenthesis(in line: String) -> Found? {
        for pair in parentheses(in: line.unicodeScalars).reversed() {
            let after = line.unicodeScalars.index(after: pair.open)
            guard let credit = credit(line[after..<pair.close]) else { continue }
            return (pair.open..<line.unicodeScalars.index(after: pair.close), credit)
        }
        return nil
    }

    /// Each parenthesis that is closed, in the order of their ends.
    private static func parentheses(
        in scalars: String.UnicodeScalarView
    ) -> [(open: String.Index, close: String.Index)] {
        var open: [String.Index] = []
        var pairs: [(open: String.Index, close: String.Index)] = []
        for index in scalars.indices {
            if scalars[index] == "(" { open.append(index) }
            if scalars[index] == ")", let start = open.popLast() { pairs.append((start, index)) }
        }
        return pairs
    }

    /// A credit behind the last sentence: `…, sáng 14/3. Ảnh: X`.
    private static func ending(of line: String) -> Found? {
        let scalars = line.unicodeScalars
        guard let colon = scalars.lastIndex(of: ":") else { return nil }
        for label in labels {
            let count = label.unicodeScalars.count
            guard
                let start = scalars.index(
                    colon, offsetBy: -count, limitedBy: scalars.startIndex),
                line[start..<colon].lowercased() == label, line[start].isUppercase,
                startsSentence(scalars[..<start])
            else { continue }
            var credit = line[scalars.index(after: colon)...].withoutOuterSpace
            if credit.hasSuffix(".") { credit.removeLast() }
            guard (1...bareLimit).contains(credit.unicodeScalars.count) else { return nil }
            return (start..<scalars.endIndex, credit.withoutOuterSpace)
        }
        return nil
    }

    private static func startsSentence(_ before: Substring.UnicodeScalarView) -> Bool {
        guard let last = before.last else { return true }
        guard last.properties.isWhitespace else { return false }
        guard let end = before.last(where: { !$0.properties.isWhitespace }) else { return true }
        return ".!?…;–-|\"”".unicodeScalars.contains(end)
    }

    private static func credit(_ inside: Substring) -> String? {
        guard let colon = inside.prefix(labelLimit).firstIndex(of: ":"),
            labels.contains(inside[..<colon].lowercased().withoutOuterSpace)
        else { return nil }
        return inside[inside.index(after: colon)...].withoutOuterSpace.unlessEmpty
    }
}
