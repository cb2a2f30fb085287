internal import VNText

/// Breaks text into lines of a width in columns.
enum TextWrapping {
    /// The lines of a text; line breaks in it stay, runs of spaces become one.
    ///
    /// Breaks at spaces; a word that is wider than a line is cut between characters.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - width: columns, at least 1; prefixes count.
    ///   - first: what stands before the first line.
    ///   - rest: what stands before the others; as wide as `first` unless told otherwise.
    /// - Returns: at least one line.
    /// - Complexity: O(*n*).
    static func lines(
        _ text: String, width: Int, first: String = "", rest: String? = nil
    ) -> [String] {
        let rest = rest ?? String(repeating: " ", count: TextWidth.columns(first))
        var result: [String] = []
        for paragraph in SafeText.lines(text).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            let prefix = result.isEmpty ? first : rest
            let room = max(1, width - max(TextWidth.columns(first), TextWidth.columns(rest)))
            let pieces = broken(paragraph, room)
            for (index, piece) in pieces.enumerated() {
                result.append((index == 0 ? prefix : rest) + piece)
            }
        }
        return result
    }

    private static func broken(_ paragraph: Substring, _ room: Int) -> [String] {
        var result: [String] = []
        var line = ""
        var columns = 0
        for word in paragraph.split(separator: " ") {
            for piece in pieces(of: word, room) {
                let width = TextWidth.columns(piece)
                if columns > 0, columns + 1 + width > room {
                    result.append(line)
                    (line, columns) = (piece, width)
                } else {
                    line += columns > 0 ? " " + piece : piece
                    columns += (columns > 0 ? 1 : 0) + width
                }
            }
        }
        return columns > 0 || result.isEmpty ? result + [line] : result
    }

    private static func pieces(of word: Substring, _ room: Int) -> [String] {
        let text = String(word)
        guard TextWidth.columns(text) > room else { return [text] }
        var result: [String] = []
        var piece = ""
        var columns = 0
        for character in text {
            let width = TextWidth.columns(String(character))
            if columns > 0, columns + width > room {
                result.append(piece)
                (piece, columns) = ("", 0)
            }
            piece.append(character)
            columns += width
        }
        return result + [piece]
    }

    /// The text cut to a width, with an ellipsis if something is missing.
    static func truncated(_ text: String, to width: Int) -> String {
        let text = SafeText.line(text)
        guard TextWidth.columns(text) > width else { return text }
        var result = ""
        var columns = 0
        for character in text {
            let own = TextWidth.columns(String(character))
            guard columns + own <= max(0, width - 1) else { break }
            result.append(character)
            columns += own
        }
        return width > 0 ? result + "…" : ""
    }

    /// The text with spaces behind it, or before it, up to a width.
    static func padded(_ text: String, to width: Int, isRight: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - TextWidth.columns(text)))
        return isRight ? spaces + text : text + spaces
    }
}
