/// The text of a paragraph, with and without the marks of Markdown.
struct HTMLParagraph {
    /// Without marks.
    let plain: String
    /// With marks; `nil` if there is none.
    let markdown: String?
    /// Characters, without gaps.
    let count: Int
    /// Characters within links.
    let linkCount: Int
    /// Whether every word is strong.
    let isStrong: Bool
}

/// Puts words together into a paragraph.
///
/// Marks stand close to the words: a space at the edge of a strong text is outside of the marks.
struct HTMLParagraphWriter {
    private var plain = ""
    private var markdown = ""
    private var gap = ""
    private var open: [HTMLStyle.Mark] = []
    private var hasMarks = false
    private var count = 0
    private var linkCount = 0
    private var strongCount = 0

    mutating func add(_ word: String, _ style: HTMLStyle) {
        let marks = style.marks
        let common = zip(open, marks).prefix { $0 == $1 }.count
        close(to: common)
        if !plain.isEmpty {
            plain += gap
            markdown += gap
        }
        gap = ""
        for mark in marks[common...] {
            markdown += mark.opening
            open.append(mark)
            hasMarks = true
        }
        plain += word
        markdown += open.contains(.code) ? word : HTMLParagraphWriter.escaped(word)
        let characters = word.unicodeScalars.count
        count += characters
        if style.link != nil { linkCount += characters }
        if style.isStrong { strongCount += characters }
    }

    /// A space or a line break between words; a line break swallows the spaces beside it.
    mutating func addGap(_ text: String) {
        if text == " " {
            if gap.isEmpty { gap = text }
        } else {
            gap = gap == " " ? text : gap + text
        }
    }

    /// The paragraph; `nil` if it has nothing to read.
    mutating func finish() -> HTMLParagraph? {
        close(to: 0)
        guard !plain.withoutOuterSpace.isEmpty else { return nil }
        return HTMLParagraph(
            plain: plain.withoutOuterSpace,
            markdown: hasMarks ? markdown.withoutOuterSpace : nil, count: count,
            linkCount: linkCount, isStrong: strongCount == count)
    }

    private mutating func close(to depth: Int) {
        while open.count > depth { markdown += open.removeLast().closing }
    }

    /// A word whose characters are no marks.
    static func escaped(_ word: String) -> String {
        let special: Set<Unicode.Scalar> = ["\\", "*", "[", "]", "`", "<"]
        guard word.unicodeScalars.contains(where: { special.contains($0) || $0 == "_" }) else {
            return word
        }
        var result = String.UnicodeScalarView()
        let scalars = Array(word.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            // An underscore within a word is no mark.
            let isEdge = index == 0 || index == scalars.count - 1
            if special.contains(scalar) || scalar == "_" && isEdge { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}
