internal import VNModel

/// How texts are written in a form so that they are read back as they were.
enum FormText {
    /// A value of the front matter; one with line breaks or of an unusual beginning as JSON.
    static func frontMatter(_ value: String) -> String {
        let isPlain =
            value.withoutOuterSpace == value && !value.hasPrefix("\"")
            && value.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        return isPlain ? value : JSONValue.string(value).canonicalText
    }

    /// The value behind a key of the front matter.
    static func frontMatterValue(_ text: String) -> String {
        guard text.hasPrefix("\""), let value = try? JSONValue(parsing: text).string else {
            return text
        }
        return value
    }

    /// The text of a block as lines of Markdown: line breaks as a backslash at the line's end, what
    /// would begin a block of its own behind a backslash.
    static func escaped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            let slashes = line.reversed().prefix { $0 == "\\" }.count
            var result = String(line) + String(repeating: "\\", count: slashes)
            if line.hasPrefix("\\") && slashes < line.count
                || FormLine(result) != .text && !line.isEmpty
            {
                result = "\\" + result
            }
            return index < lines.count - 1 ? result + "\\" : result
        }.joined(separator: "\n")
    }

    /// The text of lines that ``escaped(_:)`` made; other line breaks become spaces.
    static func unescaped(_ lines: [String]) -> String {
        var result = ""
        for (index, line) in lines.enumerated() {
            var line = line
            let slashes = line.reversed().prefix { $0 == "\\" }.count
            line.removeLast(slashes - slashes / 2)
            if line.hasPrefix("\\"), slashes < lines[index].count,
                let second = line.dropFirst().unicodeScalars.first, isEscapable(second)
            {
                line.removeFirst()
            }
            result += line
            if index < lines.count - 1 { result += slashes.isMultiple(of: 2) ? " " : "\n" }
        }
        return result
    }

    private static func isEscapable(_ scalar: Unicode.Scalar) -> Bool {
        "#>-*+_!@\\0123456789".unicodeScalars.contains(scalar)
    }

    /// A text between brackets or quotation marks, where some characters stand behind backslashes.
    static func enclosed(_ text: String, escaping characters: String) -> String {
        var result = ""
        for character in text {
            if character == "\\" || characters.contains(character) { result += "\\" }
            result.append(character == "\n" ? " " : character)
        }
        return result
    }
}
