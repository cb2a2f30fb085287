/// Divides the text of a query into phrases.
enum QueryText {
    /// Returns the phrases of a query, none of them empty, up to the limit of words.
    static func phrases(in text: String) -> [[SearchToken]] {
        var phrases: [[SearchToken]] = []
        var room = TextLimits.queryWordLimit
        for part in parts(of: text) {
            guard room > 0 else { break }
            let tokens = SearchKeys.tokens(part).prefix(room)
            guard !tokens.isEmpty else { continue }
            phrases.append(Array(tokens))
            room -= tokens.count
        }
        return phrases
    }

    /// Cuts at white space outside quotations, and around quotations.
    private static func parts(of text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let closers = QuotationEnds(scalars)
        var parts: [String] = []
        var part = String.UnicodeScalarView()
        func endPart() {
            if !part.isEmpty { parts.append(String(part)) }
            part = String.UnicodeScalarView()
        }
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if let partner = QuotationEnds.partner(of: scalar) {
                endPart()
                if let end = closers.next(partner, after: index) {
                    part.append(contentsOf: scalars[index + 1..<end])
                    endPart()
                    index = end
                }
            } else if scalar.properties.isWhitespace {
                endPart()
            } else {
                part.append(scalar)
            }
            index += 1
        }
        endPart()
        return parts
    }
}

/// Where in a text each kind of closing quotation mark stands last, so that looking for a partner
/// that does not exist costs nothing.
private struct QuotationEnds {
    private let scalars: [Unicode.Scalar]
    private var last: [Unicode.Scalar: Int] = [:]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        for (index, scalar) in scalars.enumerated() where "\"”»".unicodeScalars.contains(scalar) {
            last[scalar] = index
        }
    }

    /// Returns the mark that closes a quotation opened by `scalar`, or nil if it opens none.
    static func partner(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "\"": "\""
        case "“", "„": "”"
        case "«": "»"
        default: nil
        }
    }

    /// Returns where the first `closer` after `index` stands, or nil if there is none.
    func next(_ closer: Unicode.Scalar, after index: Int) -> Int? {
        guard let last = last[closer], last > index else { return nil }
        return scalars[(index + 1)...last].firstIndex(of: closer)
    }
}
