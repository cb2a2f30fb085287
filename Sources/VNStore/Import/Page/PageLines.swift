internal import VNText

/// The lines of a page and where its parts begin and end.
struct PageLines {
    /// Every line without white space around it, in NFC.
    let lines: [String]
    /// Where the publisher and the day stand.
    let publisher: PublisherLine
    private let headlineIndex: Int
    private let leadIndex: Int
    /// The first line that belongs to the portal again, or the end.
    private let tail: Int
    private let sourceIndex: Int?

    /// How many non-empty lines may stand before the publisher.
    private static let headLimit = 6
    /// How many lines below the lead may belong to the picture of a page without empty lines.
    private static let pictureLimit = 4

    /// - Throws: ``ImportError`` `import.not-a-page` with what is missing and the line.
    init(_ text: String) throws(ImportError) {
        let lines = TextNormalization.ingress(text, language: "vi").plainLines
            .map(\.withoutOuterSpace)
        self.lines = lines
        let filled = lines.indices.filter { !lines[$0].isEmpty }
        let found = PageLines.publisher(lines, filled)
        guard let found else {
            let line = filled.dropFirst(2).first ?? filled.last ?? 0
            throw ImportError(
                ImportError.notAPage, line: line + 1,
                reason: "no line with the publisher and the day (dd/MM/yyyy)")
        }
        guard found.position > 0 else {
            throw ImportError(
                ImportError.notAPage, line: filled[0] + 1,
                reason: "no headline above the publisher")
        }
        publisher = found.line
        headlineIndex = filled[found.position - 1]
        let lead = filled.dropFirst(found.position + 1).first
        guard let lead, PageFurniture(lines[lead]) == nil,
            PageFurniture.source(lines[lead]) != ""
        else {
            throw ImportError(
                ImportError.notAPage, line: (lead ?? filled[found.position]) + 1,
                reason: "no lead below the publisher")
        }
        leadIndex = lead
        tail =
            lines.indices.dropFirst(lead + 1)
            .first { PageFurniture(lines[$0]).map { $0 != .navigation } ?? false } ?? lines.count
        sourceIndex = PageLines.source(lines, lead + 1..<max(tail, lead + 1))
    }

    var headline: String { lines[headlineIndex] }
    var headlineLine: Int { headlineIndex + 1 }
    var lead: String { lines[leadIndex] }

    /// The line of the name twice counts first, then the third line, then the first that fits.
    private static func publisher(
        _ lines: [String], _ filled: [Int]
    ) -> (line: PublisherLine, position: Int)? {
        let candidates = filled.prefix(headLimit).enumerated().compactMap { position, index in
            PublisherLine(lines[index]).map { (line: $0, position: position) }
        }
        return candidates.first { $0.line.isDoubled } ?? candidates.first { $0.position == 2 }
            ?? candidates.first
    }

    /// The last source line below which at most one more line stands.
    private static func source(_ lines: [String], _ range: Range<Int>) -> Int? {
        var below = 0
        for index in range.reversed() where !lines[index].isEmpty {
            if let name = PageFurniture.source(lines[index]) {
                return name.isEmpty || below == 0 ? index : nil
            }
            below += 1
            if below > 1 { return nil }
        }
        return nil
    }

    /// The end of the body.
    private var bodyEnd: Int { sourceIndex ?? tail }

    /// The lines directly below the lead.
    private var picture: Range<Int> {
        let start = leadIndex + 1
        guard let empty = lines[start..<bodyEnd].firstIndex(of: "") else {
            // A page without empty lines: up to the last credit among the first lines.
            let end = min(start + PageLines.pictureLimit, bodyEnd)
            let last = (start..<end).last { CreditText(lines[$0]).credit != nil }
            return start..<(last.map { $0 + 1 } ?? start)
        }
        return start..<empty
    }

    var pictureLines: ArraySlice<String> { lines[picture] }

    /// The lines of the body that are not empty.
    var bodyLines: [String] { lines[picture.upperBound..<bodyEnd].filter { !$0.isEmpty } }

    /// The name behind or below `Nguồn`.
    var sourceName: String? {
        guard let sourceIndex else { return nil }
        let name = PageFurniture.source(lines[sourceIndex]) ?? ""
        return name.unlessEmpty ?? lines[(sourceIndex + 1)..<tail].first { !$0.isEmpty }
    }

    /// The lines below the body that are not empty.
    var tailLines: [String] { lines[tail...].filter { !$0.isEmpty } }
}
