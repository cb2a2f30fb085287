internal import VNText

extension Highlight {
    /// The hits of a query in a text; `nil` if there are none.
    init?(_ query: SearchQuery, field: String, text: String) {
        self.init(field: field, text: text, hits: query.highlights(in: text))
    }

    /// Hits in a text; `nil` if there are none.
    init?(field: String, text: String, hits ranges: [Range<Int>]) {
        guard let first = ranges.first else { return nil }
        guard text.utf8.count > StoreLimits.excerptBytes else {
            self.init(field: field, text: text, ranges: ranges)
            return
        }
        let window = Highlight.window(Array(text.utf8), around: first)
        let isCut = (start: window.lowerBound > 0, end: window.upperBound < text.utf8.count)
        let ellipsis = "…"
        let shift = window.lowerBound - (isCut.start ? ellipsis.utf8.count : 0)
        let bytes = Array(text.utf8)[window]
        self.init(
            field: field,
            text: (isCut.start ? ellipsis : "") + String(decoding: bytes, as: UTF8.self)
                + (isCut.end ? ellipsis : ""),
            ranges: ranges.filter {
                window.lowerBound <= $0.lowerBound && $0.upperBound <= window.upperBound
            }.map { $0.lowerBound - shift..<$0.upperBound - shift })
    }

    /// The bytes to show: whole words where there are spaces, whole characters anyway, and the
    /// first hit in any case.
    private static func window(_ bytes: [UInt8], around hit: Range<Int>) -> Range<Int> {
        let space = UInt8(ascii: " ")
        var lower = max(0, hit.lowerBound - StoreLimits.excerptBytes / 4)
        if lower > 0 {
            let word = bytes[lower..<hit.lowerBound].firstIndex(of: space).map { $0 + 1 }
            lower = word ?? lower
            while lower < hit.lowerBound, isInside(bytes[lower]) { lower += 1 }
        }
        var upper = max(hit.upperBound, min(bytes.count, lower + StoreLimits.excerptBytes))
        if upper < bytes.count, upper > hit.upperBound {
            upper = bytes[hit.upperBound..<upper].lastIndex(of: space) ?? upper
            while upper > hit.upperBound, isInside(bytes[upper]) { upper -= 1 }
        }
        return lower..<upper
    }

    /// Whether a byte continues a character.
    private static func isInside(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
