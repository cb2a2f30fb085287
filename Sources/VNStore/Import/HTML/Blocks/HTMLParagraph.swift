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
        guard word.utf8.contains(where: { special.contains($0) }) else { return word }
        let bytes = Array(word.utf8)
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : nil
            let isMark =
                switch byte {
                case UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "\\"): true
                // What a link or a tag would be.
                case UInt8(ascii: "]"): next == UInt8(ascii: "(")
                case UInt8(ascii: "<"):
                    next.map { HTMLBytes.isLetter($0) || $0 == UInt8(ascii: "/") } ?? false
                // An underscore within a word is no mark.
                case UInt8(ascii: "_"): index == 0 || index == bytes.count - 1
                default: false
                }
            if isMark { result.append(UInt8(ascii: "\\")) }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let special = Set("*`\\]<_".utf8)
}
