internal import VNModel
internal import VNStore

/// Hits of a search with what was found in bold.
struct SearchView {
    let style: Style
    let width: Int

    /// A line of JSON.
    static func record(
        _ hit: SearchHit, isRelaxed: Bool, next: String? = nil
    ) -> [(String, JSONValue?)] {
        let highlights = hit.highlights.map { highlight in
            JSONValue.members([
                ("field", .string(highlight.field)), ("text", .string(highlight.text)),
                (
                    "ranges",
                    .array(
                        highlight.ranges.map {
                            .array([.count($0.lowerBound), .count($0.upperBound)])
                        })
                ),
            ])
        }
        return [
            ("id", .text(hit.id)), ("type", .string(hit.kind.rawValue)),
            ("articleId", .text(hit.articleID)), ("headline", .string(hit.headline)),
            ("score", JSONValue(hit.score)), ("relaxed", .bool(isRelaxed)),
            ("highlights", .array(highlights)), ("next", .text(next)),
        ]
    }

    /// A headline and the place in the text for each hit.
    func lines(_ hits: [SearchHit]) -> [String] {
        let ids = ShortID.texts(hits.map(\.id))
        var lines: [String] = []
        for (index, hit) in hits.enumerated() {
            let title = hit.highlights.first { $0.field == "headline" }.map(marked)
            lines.append(style.dim(ids[index]) + " " + (title ?? SafeText.line(hit.headline)))
            for highlight in hit.highlights where highlight.field != "headline" {
                lines += TextWrapping.lines(marker(highlight), width: width, first: "    ")
                    .map(unmarked)
            }
        }
        return lines
    }

    // Wrapping must not count or cut escape sequences, so the places are held by two letters of
    // the private use area until the lines are made.
    private static let begin: Unicode.Scalar = "\u{E000}"
    private static let end: Unicode.Scalar = "\u{E001}"

    private func marked(_ highlight: Highlight) -> String {
        unmarked(SafeText.line(marker(highlight)))
    }

    private func marker(_ highlight: Highlight) -> String {
        let bytes = Array(highlight.text.utf8)
        var result: [UInt8] = []
        var position = 0
        for range in highlight.ranges
        where range.lowerBound >= position && range.upperBound <= bytes.count {
            result += bytes[position..<range.lowerBound]
            result += String(Self.begin).utf8
            result += bytes[range]
            result += String(Self.end).utf8
            position = range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    private func unmarked(_ line: String) -> String {
        var result = ""
        var inside = ""
        var isInside = false
        for scalar in line.unicodeScalars {
            switch scalar {
            case Self.begin: isInside = true
            case Self.end:
                result += style.bold(inside)
                (inside, isInside) = ("", false)
            default:
                if isInside {
                    inside.unicodeScalars.append(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + inside
    }
}
