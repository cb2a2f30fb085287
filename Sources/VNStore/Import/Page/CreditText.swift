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
        let scalars = line.unicodeScalars
        var end = scalars.endIndex
        while let close = scalars[..<end].lastIndex(of: ")") {
            end = close
            guard let open = opening(of: close, in: scalars),
                let credit = credit(line[scalars.index(after: open)..<close])
            else { continue }
            return (open..<scalars.index(after: close), credit)
        }
        return nil
    }

    /// The parenthesis that another one closes.
    private static func opening(
        of close: String.Index, in scalars: String.UnicodeScalarView
    ) -> String.Index? {
        var depth = 0
        return scalars.indices[..<close].last { index in
            if scalars[index] == ")" { depth += 1 }
            guard scalars[index] == "(" else { return false }
            depth -= 1
            return depth < 0
        }
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
        guard let colon = inside.firstIndex(of: ":"),
            labels.contains(inside[..<colon].lowercased().withoutOuterSpace)
        else { return nil }
        return inside[inside.index(after: colon)...].withoutOuterSpace.unlessEmpty
    }
}
