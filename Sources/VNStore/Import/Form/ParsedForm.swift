internal import VNModel

/// A form taken apart: the values of its front matter and the blocks of its body.
struct ParsedForm {
    /// What the form says of a field.
    struct Entry {
        var value: String
        let line: Int
    }

    /// The fields that the form names.
    private(set) var fields: [FormField: Entry] = [:]
    /// Whether the form has a front matter, which then names every field the article has.
    private(set) var hasFrontMatter = false
    /// The blocks of the body and their lines.
    private(set) var blocks: [(block: Block, line: Int)] = []

    /// Takes the headline from the first heading and the lead from the first paragraph, where the
    /// front matter does not name them.
    ///
    /// - Throws: ``ImportError`` `form.invalid` with the line.
    init(_ text: String) throws(ImportError) {
        guard !text.utf8.contains(0) else {
            throw ImportError(ImportError.containsNUL, reason: "the character NUL")
        }
        let lines = text.plainLines
        let start = lines.firstIndex { !$0.withoutOuterSpace.isEmpty } ?? 0
        var body = start
        if lines[start].withoutOuterSpace == "---" {
            hasFrontMatter = true
            body = try takeFrontMatter(lines, after: start)
        }
        blocks = FormBody(lines[body...], first: body + 1).blocks
        takeHeadline()
        takeLead()
    }

    /// - Returns: the index of the first line behind it.
    private mutating func takeFrontMatter(
        _ lines: [String], after start: Int
    ) throws(ImportError) -> Int {
        let end = lines[(start + 1)...].firstIndex { $0.withoutOuterSpace == "---" }
        guard let end else {
            throw ImportError(
                ImportError.invalidForm, line: start + 1, reason: "the closing --- is missing")
        }
        var last: FormField?
        for index in (start + 1)..<end {
            let line = lines[index].withoutOuterSpace
            if line.isEmpty || line.hasPrefix("#") { continue }
            if let last, line.hasPrefix("- "), last == .topics || last == .authors {
                let value = fields[last]?.value ?? ""
                let item = line.dropFirst(2).withoutOuterSpace
                fields[last]?.value = value.isEmpty ? item : "\(value), \(item)"
                continue
            }
            last = try takeField(line, number: index + 1)
        }
        return end + 1
    }

    private mutating func takeField(
        _ line: String, number: Int
    ) throws(ImportError) -> FormField {
        guard let colon = line.firstIndex(of: ":") else {
            throw ImportError(
                ImportError.invalidForm, line: number, reason: "a line is `name: value`")
        }
        let name = line[..<colon].withoutOuterSpace
        guard let field = FormField(name: name) else {
            throw ImportError(
                ImportError.invalidForm, line: number,
                reason: "unknown field \(name.prefix(40)); known are \(FormField.names)")
        }
        guard fields[field] == nil else {
            throw ImportError(
                ImportError.invalidForm, line: number, reason: "\(field.rawValue) stands twice")
        }
        let text = line[line.index(after: colon)...].withoutOuterSpace
        fields[field] = Entry(value: FormText.frontMatterValue(text), line: number)
        return field
    }

    private mutating func takeHeadline() {
        guard fields[.title] == nil,
            let index = blocks.firstIndex(where: { $0.block.role == .heading })
        else { return }
        let heading = blocks.remove(at: index)
        let text = (heading.block.text ?? "").split(separator: "\n").joined(separator: " ")
        fields[.title] = Entry(value: text, line: heading.line)
    }

    /// The first paragraph, unless a heading stands before it.
    private mutating func takeLead() {
        let end = blocks.firstIndex { $0.block.role == .heading } ?? blocks.count
        guard fields[.summary] == nil,
            let index = blocks[..<end].firstIndex(where: { $0.block.role == .paragraph })
        else { return }
        let lead = blocks.remove(at: index)
        fields[.summary] = Entry(value: lead.block.text ?? "", line: lead.line)
    }

    /// The error of the form for an error of the content, with the line that is to blame.
    func error(for content: ContentError) -> ImportError {
        let parts = content.pointer.split(separator: "/")
        var line = 0
        if parts.first == "body", parts.count > 1, let index = Int(parts[1]),
            blocks.indices.contains(index)
        {
            line = blocks[index].line
        } else if let member = parts.first {
            let candidates = FormField.allCases.filter { $0.member == member }
            let exact = candidates.first { parts.count > 1 && $0.rawValue == parts[1] }
            line =
                exact.flatMap { fields[$0]?.line }
                ?? candidates.compactMap { fields[$0]?.line }.first ?? 0
        }
        return ImportError(ImportError.invalidForm, line: line, reason: content.description)
    }
}
