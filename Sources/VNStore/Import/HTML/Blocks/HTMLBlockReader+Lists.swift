internal import VNModel

extension HTMLBlockReader {
    /// Reads a list: what an item holds becomes its lines, lists within follow as items of their
    /// own, pictures and videos follow the list.
    mutating func readList(_ index: Int) {
        flush()
        var items: [String] = []
        var others: [HTMLSegment] = []
        var (count, linkCount) = (0, 0)
        for child in tree.children(of: index) where !skips.contains(child) {
            let element = tree[child]
            guard !element.isText, !HTMLElements.isInert(element.name) else { continue }
            let found = apart { reader in
                reader.setPlace(child, role: .paragraph)
                if element.name == "li" {
                    reader.walk(child, HTMLStyle())
                } else {
                    reader.readChild(child)
                }
            }
            let texts = found.filter { $0.block.text != nil }
            if !texts.isEmpty { items.append(texts.map(\.plain).joined(separator: "\n")) }
            for segment in found {
                items += segment.block.items
                if !segment.isText { others.append(segment) }
                count += segment.count
                linkCount += segment.linkCount
            }
        }
        if !items.isEmpty {
            segments.append(
                HTMLSegment(
                    block: Block(items: items, isOrdered: tree[index].name == "ol"),
                    plain: items.joined(separator: "\n"), node: index, count: count,
                    linkCount: linkCount))
        }
        segments += others
    }

    // MARK: Tables

    /// Reads a table: rows of data become a line each, cells that hold blocks are read one after
    /// the other.
    mutating func readTable(_ index: Int) {
        flush()
        if isFigure(index) { return readFigure(index) }
        if isPictureTable(index) { return readPictureTable(index) }
        let rows = rows(of: index)
        let cells = rows.map { row in tree.children(of: row).filter { isCell($0) } }
        let isData =
            cells.contains { $0.count > 1 } && cells.joined().allSatisfy { holdsData($0) }
        for child in tree.children(of: index) where tree[child].name == "caption" {
            readChild(child)
        }
        for (row, cells) in zip(rows, cells) {
            guard isData else {
                for cell in cells { readChild(cell) }
                continue
            }
            readRow(row, cells)
        }
    }

    private mutating func readRow(_ row: Int, _ cells: [Int]) {
        let found = apart { reader in
            reader.setPlace(row, role: .paragraph)
            for cell in cells { reader.readChild(cell) }
        }
        let text = found.filter { $0.block.text != nil }
        let line = text.map { $0.plain.replacing("\n", with: " ") }.joined(separator: " | ")
        guard !line.isEmpty else { return }
        for part in FittedText.parts(line) {
            segments.append(
                HTMLSegment(
                    block: Block(text: part), plain: part, node: row,
                    count: found.reduce(0) { $0 + $1.count },
                    linkCount: found.reduce(0) { $0 + $1.linkCount }))
        }
    }

    /// The rows of a table, without those of tables within.
    private func rows(of table: Int) -> [Int] {
        var rows: [Int] = []
        for child in tree.children(of: table) where !skips.contains(child) {
            switch tree[child].name {
            case "tr": rows.append(child)
            case "thead", "tbody", "tfoot":
                rows += tree.children(of: child).filter {
                    tree[$0].name == "tr" && !skips.contains($0)
                }
            default: break
            }
        }
        return rows
    }

    private func isCell(_ index: Int) -> Bool {
        (tree[index].name == "td" || tree[index].name == "th") && !skips.contains(index)
    }

    /// Whether a cell holds at most one paragraph.
    private func holdsData(_ index: Int) -> Bool {
        guard imageCount(index) == 0 else { return false }
        var paragraphs = 0
        for place in tree.inside(index) where !tree[place].isText {
            switch tree[place].name {
            case "p", "div": paragraphs += 1
            case let name: if !HTMLElements.isInline(name) { return false }
            }
            if paragraphs > 1 { return false }
        }
        return true
    }

    /// Reads one element as a block of its own.
    mutating func readChild(_ index: Int) {
        flush()
        visit(index, HTMLStyle())
        flush()
    }
}
