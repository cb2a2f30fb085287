/// Puts the pieces of a page into a tree, with the end tags that pages leave out.
///
/// It follows the habits of HTML: a paragraph ends where the next block begins, an item where the
/// next item begins, a stray end tag means nothing. An element is never nested deeper than
/// ``HTMLLimits/depth``.
struct HTMLTreeBuilder {
    private var tokenizer: HTMLTokenizer
    private var nodes: [HTMLNode] = []
    /// The open elements, from the outermost.
    private var stack: [Int] = []
    /// How many elements of a name are open.
    private var openCounts: [String: Int] = [:]
    /// Whether `<p/>` is an empty paragraph, as in XHTML.
    private let isXML: Bool

    init(_ bytes: [UInt8]) {
        isXML = bytes.prefix(64).drop(while: HTMLBytes.isSpace).starts(with: "<?xml".utf8)
        tokenizer = HTMLTokenizer(bytes)
    }

    /// Reads to the end.
    mutating func tree() -> HTMLTree {
        append(name: "#root")
        var isCut = false
        while let token = tokenizer.next() {
            guard nodes.count < HTMLLimits.nodes else {
                isCut = true
                break
            }
            switch token {
            case .start(let name, let attributes, let isClosed):
                start(name, attributes, isClosed: isClosed)
            case .end(let name): end(name)
            case .text(let text): add(text)
            }
        }
        while !stack.isEmpty { pop() }
        return HTMLTree(nodes: nodes, isCut: isCut)
    }

    // MARK: Nodes

    private mutating func append(
        name: String, text: String = "", _ attributes: [String: String] = [:]
    ) {
        let index = nodes.count
        nodes.append(
            HTMLNode(
                name: name, text: text, attributes: attributes, parent: stack.last ?? -1,
                line: tokenizer.line, end: index + 1))
        guard !name.isEmpty else { return }
        stack.append(index)
        openCounts[name, default: 0] += 1
    }

    private mutating func pop() {
        let index = stack.removeLast()
        nodes[index].end = nodes.count
        openCounts[nodes[index].name, default: 1] -= 1
    }

    private func isOpen(_ name: String) -> Bool { openCounts[name, default: 0] > 0 }

    private var current: String { stack.last.map { nodes[$0].name } ?? "" }

    // MARK: Pieces

    private mutating func add(_ text: String) {
        let isBlank = text.utf8.allSatisfy(HTMLBytes.isSpace)
        if isBlank, HTMLElements.ignoresSpace(current) { return }
        if !isBlank, current == "head" || current == "html" { closeHead() }
        append(name: "", text: text)
    }

    private mutating func start(
        _ name: String, _ attributes: [String: String], isClosed: Bool
    ) {
        let isForeign = isOpen("svg") || isOpen("math")
        if name == "html" || name == "body", isOpen(name) { return }
        if !isForeign { closeImplied(by: name) }
        append(name: name, attributes)
        let isEmpty = HTMLElements.isVoid(name) || isClosed && (isXML || isForeign)
        if isEmpty {
            tokenizer.endRawText()
            pop()
        } else if stack.count > HTMLLimits.depth {
            pop()
        }
    }

    private mutating func closeHead() {
        while isOpen("head") { pop() }
    }

    /// Ends what cannot hold the element that begins.
    private mutating func closeImplied(by name: String) {
        if isOpen("head"), !HTMLElements.belongsToHead(name) { closeHead() }
        if isOpen("p"), HTMLElements.endsParagraph(name) { close("p", within: .block) }
        switch name {
        case "li": close("li", within: .list)
        case "dt", "dd":
            close("dt", within: .list)
            close("dd", within: .list)
        case "option", "optgroup": if current == "option" { pop() }
        case "tr":
            close("tr", within: .table)
        case "td", "th":
            close("td", within: .row)
            close("th", within: .row)
        case "thead", "tbody", "tfoot":
            for part in ["tr", "thead", "tbody", "tfoot"] { close(part, within: .table) }
        case "h1", "h2", "h3", "h4", "h5", "h6":
            if HTMLElements.isHeading(current) { pop() }
        case "a": close("a", within: .block)
        default: break
        }
    }

    /// How far up an element is looked for.
    private enum Reach {
        case block, list, row, table, any

        func ends(at name: String) -> Bool {
            switch self {
            case .any: HTMLElements.isTableBoundary(name)
            case .block: !HTMLElements.isInline(name)
            case .list: HTMLElements.isListBoundary(name)
            case .row: name == "tr" || name == "table"
            case .table: name == "table"
            }
        }
    }

    /// Ends the innermost element of a name and all that stands in it, if it is in reach.
    private mutating func close(_ name: String, within reach: Reach) {
        guard isOpen(name) else { return }
        for (offset, index) in stack.enumerated().reversed() {
            let open = nodes[index].name
            if open == name {
                while stack.count > offset { pop() }
                return
            }
            if reach.ends(at: open) { return }
        }
    }

    private mutating func end(_ name: String) {
        if name == "p", !isOpen(name) {
            // A browser makes an empty paragraph of it, which parts what stands around.
            append(name: name)
            return pop()
        }
        guard isOpen(name) else { return }
        if name == "html" || name == "body" { return }
        if name == "head" { return closeHead() }
        if HTMLElements.isInline(name) {
            close(name, within: .block)
        } else if HTMLElements.isTablePart(name) {
            close(name, within: .table)
        } else if name == "li" {
            close(name, within: .list)
        } else {
            close(name, within: .any)
        }
    }
}
