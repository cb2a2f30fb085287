/// A folder's README has a row for each entry of the folder, and each row has its entry.
struct IndexRule {
    /// The first cells of a Markdown text's table rows, as plain names.
    ///
    /// Headings and rulers of tables are left out; `[name](name)` and `` `name` `` become `name`.
    static func rows(of markdown: String) -> [String] {
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.compactMap { index -> String? in
            guard let cell = firstCell(of: lines[index]), !isRuler(cell) else { return nil }
            let next = index + 1 < lines.count ? firstCell(of: lines[index + 1]) : nil
            return next.map(isRuler) == true ? nil : plain(cell)
        }
    }

    /// An entry may also be named by a link in the text, but a row must have its entry.
    ///
    /// - Parameter entries: Names in the folder; those of folders end in a slash.
    static func violations(readme path: String, text: String, entries: [String]) -> [Violation] {
        let rows = rows(of: text)
        let entries = Set(entries).subtracting(["README.md"])
        let missing = Set(rows).subtracting(entries).sorted().map { "\($0) has a row but no file" }
        let unnamed = entries.subtracting(rows).filter { !text.contains("](\($0))") }.sorted()
            .map { "\($0) is not named" }
        let doubled = Dictionary(grouping: rows) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
            .map { "\($0) has two rows" }
        return (missing + unnamed + doubled).map { Violation(path: path, line: 0, message: $0) }
    }

    private static func firstCell(of line: Substring) -> String? {
        guard line.hasPrefix("|") else { return nil }
        let cell = line.dropFirst().prefix { $0 != "|" }
        return cell.split(separator: " ").joined(separator: " ")
    }

    private static func isRuler(_ cell: String) -> Bool {
        !cell.isEmpty && cell.allSatisfy { $0 == "-" || $0 == ":" }
    }

    private static func plain(_ cell: String) -> String {
        if cell.hasPrefix("["), let end = cell.firstIndex(of: "]") {
            return String(cell[cell.index(after: cell.startIndex)..<end])
        }
        return cell.filter { $0 != "`" }
    }
}
