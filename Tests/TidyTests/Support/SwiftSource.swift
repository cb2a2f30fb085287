/// A Swift file taken apart into code, comments and string literals.
///
/// `code` and `comments` have a line for each line of `lines`. In `code` comments and the text of
/// string literals are spaces, code inside an interpolation stays; in `comments` all else is
/// spaces. Bare regex literals are taken for code: one with a quotation mark must be `#/…/#`.
struct SwiftSource: Sendable {
    var path: String
    var lines: [String]
    var code: [String]
    var comments: [String]
    /// The texts of all string literals, without interpolations, escapes as written.
    var literals: [String]

    init(path: String, text: String) {
        var scanner = SwiftScanner(bytes: Array(text.utf8))
        scanner.scan()
        self.path = path
        lines = Self.split(Array(text.utf8))
        code = Self.split(scanner.code)
        comments = Self.split(scanner.comments)
        literals = scanner.literals
    }

    /// The target folder: `Sources/VNStore`, `Tests/TidyTests`, `Tools/bench`, or `Schema`.
    var folder: String {
        let parts = path.split(separator: "/")
        return parts.dropLast().prefix(parts.first == "Schema" ? 1 : 2).joined(separator: "/")
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Whether the line (from 0) has a comment, or the line above it is nothing but a comment.
    func hasReason(at index: Int) -> Bool {
        if !comments[index].allSatisfy(\.isWhitespace) { return true }
        guard index > 0 else { return false }
        return code[index - 1].allSatisfy(\.isWhitespace)
            && !comments[index - 1].allSatisfy(\.isWhitespace)
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
