internal import VNModel
internal import VNText

/// Texts of feeds as articles have them.
enum EntryText {
    /// One line without white space in a row; `nil` if nothing is left.
    static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        let words = text.unicodeScalars.split {
            $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F || $0 == "\u{FEFF}"
        }
        return words.map { String($0) }.joined(separator: " ").unlessEmpty
    }

    /// Lines without control characters and without white space around them.
    static func lines(_ text: String?) -> String? {
        guard let text else { return nil }
        return text.plainLines.map(\.withoutOuterSpace).joined(separator: "\n")
            .withoutOuterSpace.unlessEmpty
    }

    /// The paragraphs of a plain text, which empty lines part; without any, its lines.
    static func paragraphs(_ text: String) -> [Block] {
        let lines = text.plainLines.map(\.withoutOuterSpace)
        let inner = lines.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
        guard inner.contains(where: \.isEmpty) else {
            return inner.map { Block(text: $0) }
        }
        return inner.split(separator: "").map { Block(text: $0.joined(separator: "\n")) }
    }

    /// The text of a fragment of HTML: that of its blocks, a line each.
    static func plain(_ html: String?, _ language: String?) -> String? {
        guard let html, html.contains(where: { $0 == "<" || $0 == "&" }) else {
            return lines(html)
        }
        let blocks = HTMLFragment.blocks(
            withoutEmphasis(html), language: self.language(language))
        let texts = blocks.flatMap { [$0.text].compactMap { $0 } + $0.items }
        return texts.joined(separator: "\n").withoutOuterSpace.unlessEmpty
    }

    /// Tags within a line, which blocks would show in Markdown.
    private static let inlineTags: Set<String> = [
        "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s",
        "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
    ]

    /// The HTML without the tags that only set off words in a line.
    private static func withoutEmphasis(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var result: [UInt8] = []
        var index = 0
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            result += bytes[index..<open]
            let rest = bytes[(open + 1)...]
            let inner = rest.first == UInt8(ascii: "/") ? rest.dropFirst() : rest
            let name = inner.prefix(8).prefix { (0x61...0x7A).contains($0 | 0x20) }
            let isInline = inlineTags.contains(String(decoding: name, as: UTF8.self).lowercased())
            guard isInline, let close = rest.firstIndex(of: UInt8(ascii: ">")) else {
                result.append(bytes[open])
                index = open + 1
                continue
            }
            index = close + 1
        }
        return String(decoding: result + bytes[index...], as: UTF8.self)
    }

    /// A lead of at most the characters that an article has room for.
    static func lead(_ text: String?) -> String? { text.map { cut($0, to: leadLimit) } }

    /// Characters of a lead.
    private static let leadLimit = 2000

    /// The text up to the last word that fits, with a sign that it was cut.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > limit else { return text }
        let head = scalars.prefix(limit - 1)
        let end = head.lastIndex { $0.properties.isWhitespace } ?? head.endIndex
        return String(head[..<end]).withoutOuterSpace + "…"
    }

    /// The slugs of names, each once, as many as an article may have.
    static func topics(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        let slugs = names.map { Slug.make($0) }.filter { !$0.isEmpty && seen.insert($0).inserted }
        return Array(slugs.prefix(Limits.topics))
    }

    /// A language tag in the form that articles have; that of articles if it is none.
    static func language(_ tag: String?) -> String {
        guard let tag else { return Article.defaultLanguage }
        let parts = tag.withoutOuterSpace.replacing("_", with: "-").split(separator: "-")
        guard let first = parts.first?.lowercased(), (2...3).contains(first.utf8.count),
            first.utf8.allSatisfy({ (0x61...0x7A).contains($0) }),
            parts.dropFirst().allSatisfy({ part in
                (2...8).contains(part.utf8.count)
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCII
                            && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                    }
            })
        else { return Article.defaultLanguage }
        return ([first] + parts.dropFirst().map(String.init)).joined(separator: "-")
    }

    /// The address, if it is one that articles may have.
    static func link(_ text: String?) -> String? {
        guard let text = text?.withoutOuterSpace, ImportIdentity.canonicalURL(text) != nil else {
            return nil
        }
        return text
    }

    /// The host of an address.
    static func host(_ url: String?) -> String? {
        guard let address = url.flatMap({ ImportIdentity.canonicalURL($0) }),
            let start = address.firstRange(of: "://")?.upperBound
        else { return nil }
        return String(address[start...].prefix { $0 != "/" && $0 != "?" && $0 != ":" })
    }

    /// A time in the form that articles have: RFC 3339 with an offset.
    ///
    /// A day alone is midnight in Vietnam, a time without offset is one in Vietnam.
    static func time(_ text: String?) -> String? {
        guard let text = text?.withoutOuterSpace, !text.isEmpty else { return nil }
        for suffix in ["", "+07:00", "T00:00:00+07:00"] {
            let candidate = text.replacing(" ", with: "T") + suffix
            if Timestamp(rfc3339: candidate) != nil { return candidate }
        }
        return MailTime.parse(text)
    }
}

/// Times as RSS has them: `Tue, 21 Jan 2025 09:15:00 +0700`.
///
/// - Source: RFC 822 §5 with four-digit years, RFC 5322 §3.3.
enum MailTime {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    /// Hours east of UTC of the zones that have names.
    private static let zones = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
        "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "ict": 7,
    ]

    /// The same time as RFC 3339 has it; `nil` if it is none.
    static func parse(_ text: String) -> String? {
        var parts = text.split { $0 == " " || $0 == "," }.map { $0.lowercased() }
        if let first = parts.first, Int(first) == nil { parts.removeFirst() }
        guard parts.count >= 4, let day = Int(parts[0]),
            let month = months.firstIndex(of: String(parts[1].prefix(3))),
            var year = Int(parts[2]), let offset = offset(parts.count > 4 ? parts[4] : "utc")
        else { return nil }
        if parts[2].utf8.count == 2 { year += year < 50 ? 2000 : 1900 }
        let clock = parts[3].split(separator: ":").map { Int($0) }
        guard clock.count == 2 || clock.count == 3, let hour = clock[0], let minute = clock[1],
            let second = clock.count == 3 ? clock[2] : 0, (0...9999).contains(year)
        else { return nil }
        let civil = CivilTime(
            year: year, month: month + 1, day: day, hour: hour, minute: minute,
            second: min(second, 59))
        guard civil.isValid else { return nil }
        return Timestamp(
            milliseconds: (civil.seconds - Int64(offset) * 60) * 1000, offsetMinutes: offset
        ).rfc3339
    }

    /// Minutes east of UTC.
    private static func offset(_ zone: String) -> Int? {
        if let hours = zones[zone] { return hours * 60 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard zone.first == "+" || zone.first == "-", digits.utf8.count == 4,
            let number = Int(digits), number / 100 < 24, number % 100 < 60
        else { return nil }
        return (zone.first == "-" ? -1 : 1) * (number / 100 * 60 + number % 100)
    }
}
