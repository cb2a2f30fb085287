public import VNModel

extension ArticleForm {
    /// The article with some blocks of its body changed, as `edit --block` does.
    ///
    /// `2=text` replaces the second block, `2+=text` inserts after it (`0+=text` before the
    /// first), `2-` removes it. Numbers are those of the blocks before any of the changes. The
    /// text is Markdown; plain text for a heading or a quote leaves it a heading or a quote. A
    /// replaced block keeps its id.
    ///
    /// - Throws: ``ImportError`` `form.invalid`; its line is the position of the edit, from 1.
    public static func applyBlockEdits(
        _ edits: [String], to article: Article
    ) throws(ImportError) -> Article {
        var replaced: [Int: [Block]] = [:]
        var inserted: [Int: [Block]] = [:]
        for (position, text) in edits.enumerated() {
            let edit = try BlockEdit(text, position: position + 1, count: article.body.count)
            switch edit.action {
            case .insert: inserted[edit.number, default: []] += edit.blocks
            case .replace, .remove:
                guard replaced[edit.number] == nil else {
                    throw edit.error("block \(edit.number) is changed twice")
                }
                let old = article.body[edit.number - 1]
                replaced[edit.number] =
                    edit.action == .remove ? [] : edit.replacing(old)
            }
        }
        var result = article
        result.body = inserted[0] ?? []
        for (index, block) in article.body.enumerated() {
            result.body += replaced[index + 1] ?? [block]
            result.body += inserted[index + 1] ?? []
        }
        return try validated(result)
    }
}

/// One change of the body's blocks by number.
private struct BlockEdit {
    enum Action { case replace, insert, remove }

    let number: Int
    let action: Action
    let blocks: [Block]
    private let position: Int

    init(_ text: String, position: Int, count: Int) throws(ImportError) {
        self.position = position
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count)
        let body: Substring
        if rest.hasPrefix("+=") {
            (action, body) = (.insert, rest.dropFirst(2))
        } else if rest.hasPrefix("=") {
            (action, body) = (.replace, rest.dropFirst())
        } else if rest.withoutOuterSpace == "-" {
            (action, body) = (.remove, "")
        } else {
            throw BlockEdit.error("an edit is N=TEXT, N+=TEXT or N-", position)
        }
        guard let number = Int(digits), number <= count, number > 0 || action == .insert else {
            throw BlockEdit.error("there is no such block; the body has \(count)", position)
        }
        self.number = number
        blocks = FormBody(String(body).plainLines[...], first: 1).blocks.map(\.block)
        guard action == .remove || !blocks.isEmpty else {
            throw BlockEdit.error("the text is empty; N- removes a block", position)
        }
    }

    /// The blocks instead of an old one, whose id the first of them gets.
    func replacing(_ old: Block) -> [Block] {
        var blocks = blocks
        let isPlain = blocks.count == 1 && blocks[0].role == .paragraph
        if isPlain, old.role == .heading || old.role == .quote { blocks[0].role = old.role }
        blocks[0] = BlockMatching.continuing(old, as: blocks[0])
        return blocks
    }

    func error(_ reason: String) -> ImportError { BlockEdit.error(reason, position) }

    private static func error(_ reason: String, _ position: Int) -> ImportError {
        ImportError(ImportError.invalidForm, line: position, reason: reason)
    }
}
