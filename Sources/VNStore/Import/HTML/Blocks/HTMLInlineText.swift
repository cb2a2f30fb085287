/// The running text of one block, gathered piece by piece.
///
/// White space is collapsed as a browser does it: what stands at the ends goes, what stands
/// between words becomes one space, also across elements. No-break spaces stay.
struct HTMLInlineText {
    private enum Piece {
        case word(String, HTMLStyle)
        case space
        case lineBreak
    }

    private var pieces: [Piece] = []

    var isEmpty: Bool { pieces.isEmpty }

    /// Whether there is anything but white space.
    private(set) var hasWords = false

    /// Adds characters of the page.
    mutating func append(_ text: String, _ style: HTMLStyle) {
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if HTMLInlineText.isCollapsible(scalar) {
                add(&word, style)
                addSpace()
            } else {
                word.append(scalar)
            }
        }
        add(&word, style)
    }

    /// Adds characters whose white space counts.
    mutating func append(preformatted text: String, _ style: HTMLStyle) {
        var word = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            if scalar == "\n", isAfterReturn { continue }
            if scalar == "\n" || scalar == "\r" {
                add(&word, style)
                pieces.append(.lineBreak)
            } else {
                word.append(scalar)
            }
        }
        add(&word, style)
    }

    /// Begins a new line.
    mutating func addLineBreak() {
        if case .space = pieces.last { pieces.removeLast() }
        pieces.append(.lineBreak)
    }

    private mutating func add(_ word: inout String.UnicodeScalarView, _ style: HTMLStyle) {
        guard !word.isEmpty else { return }
        pieces.append(.word(String(word), style))
        hasWords = true
        word = String.UnicodeScalarView()
    }

    private mutating func addSpace() {
        if case .word = pieces.last { pieces.append(.space) }
    }

    private static func isCollapsible(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
    }

    // MARK: Reading

    /// The text; an empty line, which pages write instead of a paragraph, parts it.
    ///
    /// - Parameter keepsEmptyLines: whether an empty line is one.
    mutating func take(keepsEmptyLines: Bool = false) -> [HTMLParagraph] {
        defer { (pieces, hasWords) = ([], false) }
        guard !keepsEmptyLines else {
            return HTMLInlineText.paragraph(pieces[...]).map { [$0] } ?? []
        }
        var result: [HTMLParagraph] = []
        var start = 0
        var index = 0
        while index < pieces.count {
            var end = index
            while end < pieces.count, case .lineBreak = pieces[end] { end += 1 }
            if end - index > 1 {
                result += HTMLInlineText.paragraph(pieces[start..<index]).map { [$0] } ?? []
                start = end
            }
            index = max(end, index + 1)
        }
        return result + (HTMLInlineText.paragraph(pieces[start...]).map { [$0] } ?? [])
    }

    private static func paragraph(_ pieces: ArraySlice<Piece>) -> HTMLParagraph? {
        var writer = HTMLParagraphWriter()
        for piece in pieces {
            switch piece {
            case .word(let text, let style): writer.add(text, style)
            case .space: writer.addGap(" ")
            case .lineBreak: writer.addGap("\n")
            }
        }
        return writer.finish()
    }
}
