internal import VNModel

/// The body of a form as blocks without ids, each with its line.
struct FormBody {
    /// The blocks in order.
    private(set) var blocks: [(block: Block, line: Int)] = []
    private var lines: [String] = []
    private var items: [[String]] = []
    private var role: Role?
    private var start = 0

    private enum Role: Equatable {
        case paragraph, heading, quote
        case list(isOrdered: Bool)
    }

    /// - Parameters:
    ///   - lines: the lines of the body.
    ///   - first: the number of the first one.
    init(_ lines: ArraySlice<String>, first: Int) {
        for (index, line) in lines.enumerated() { take(line, number: first + index) }
        finish()
    }

    private mutating func take(_ raw: String, number: Int) {
        if continuesHeading {
            lines.append(raw.withoutOuterSpace)
            return
        }
        if case .list = role, raw.hasPrefix("  "), FormLine(raw) == .text {
            items[items.count - 1].append(raw.withoutOuterSpace)
            return
        }
        switch FormLine(raw) {
        case .empty: finish()
        case .media(let media):
            finish()
            blocks.append((media.block, number))
        case .heading(let text):
            finish()
            begin(.heading, text, number)
        case .quote(let text): append(text, to: .quote, number)
        case .item(let text, let isOrdered):
            if role != .list(isOrdered: isOrdered) { finish() }
            if role == nil { (role, start) = (.list(isOrdered: isOrdered), number) }
            items.append([text])
        case .text: append(raw.withoutOuterSpace, to: .paragraph, number)
        }
    }

    /// Whether the line above is a heading that ends in a line break of its own.
    private var continuesHeading: Bool {
        guard role == .heading, let last = lines.last else { return false }
        return !last.reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
    }

    private mutating func append(_ text: String, to role: Role, _ number: Int) {
        if self.role == role {
            lines.append(text)
        } else {
            finish()
            begin(role, text, number)
        }
    }

    private mutating func begin(_ role: Role, _ text: String, _ number: Int) {
        (self.role, lines, start) = (role, [text], number)
    }

    private mutating func finish() {
        let text = FormText.unescaped(lines)
        switch role {
        case nil: break
        case .paragraph: blocks.append((FormBody.block(.paragraph, text), start))
        case .heading: blocks.append((FormBody.block(.heading, text), start))
        case .quote: blocks.append((FormBody.block(.quote, text), start))
        case .list(let isOrdered):
            let texts = items.map { FormText.unescaped($0) }
            blocks.append((Block(items: texts, isOrdered: isOrdered), start))
        }
        (role, lines, items) = (nil, [], [])
    }

    private static func block(_ role: Block.Role, _ text: String) -> Block {
        Block(role: role, text: text, format: hasMarks(text) ? .markdown : .plain)
    }

    /// Whether a text has links, strong or code within its lines.
    private static func hasMarks(_ text: String) -> Bool {
        ["](", "**", "`"].contains { text.contains($0) }
    }
}
