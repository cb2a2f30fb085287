internal import VNModel

/// A picture, video or embedded page on a line of its own: `![alt](url "caption")`,
/// `@video(url "title")`, `@embed(url "title")`.
struct FormMedia: Equatable {
    let block: Block

    init?(_ line: String) {
        var scanner = Scanner(line)
        if scanner.skip("![") {
            guard let alt = scanner.text(until: "]"), scanner.skip("("),
                let link = scanner.link()
            else { return nil }
            let caption = CreditText(link.title ?? "")
            block = Block(
                image: Image(
                    url: link.url.unlessEmpty, alt: alt, caption: caption.text.unlessEmpty,
                    credit: caption.credit))
            return
        }
        for (word, role) in [("@video(", Block.Role.video), ("@embed(", .embed)]
        where scanner.skip(word) {
            guard let link = scanner.link() else { return nil }
            var block = Block(role: role)
            block.url = link.url
            block.title = link.title?.unlessEmpty
            self.block = block
            return
        }
        return nil
    }

    /// The line of a block; `nil` if it is of another role.
    static func line(_ block: Block) -> String? {
        switch block.role {
        case .image:
            let image = block.image ?? Image()
            let credit = image.credit.map { "(Ảnh: \($0))" }
            let caption = [image.caption, credit].compactMap { $0 }.joined(separator: " ")
            let alt = FormText.enclosed(image.alt, escaping: "]")
            return "![\(alt)](\(target(image.url, caption)))"
        case .video: return "@video(\(target(block.url, block.title ?? "")))"
        case .embed: return "@embed(\(target(block.url, block.title ?? "")))"
        default: return nil
        }
    }

    private static func target(_ url: String?, _ title: String) -> String {
        let url = FormText.enclosed(url ?? "", escaping: ")")
        guard !title.isEmpty else { return url }
        let separator = url.isEmpty ? "" : " "
        return "\(url)\(separator)\"\(FormText.enclosed(title, escaping: "\""))\""
    }
}

/// Reads a line from left to right.
private struct Scanner {
    var rest: Substring

    init(_ line: String) { rest = line[...] }

    mutating func skip(_ word: String) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest.removeFirst(word.count)
        return true
    }

    /// What stands before a character that no backslash escapes; both are taken.
    mutating func text(until end: Character) -> String? {
        var result = ""
        var isEscaped = false
        while let next = rest.popFirst() {
            if !isEscaped, next == end { return result }
            if !isEscaped, next == "\\" {
                isEscaped = true
                continue
            }
            result.append(next)
            isEscaped = false
        }
        return nil
    }

    /// `url "title")`, after which nothing stands.
    mutating func link() -> (url: String, title: String?)? {
        var url = ""
        var isEscaped = false
        while let next = rest.first, isEscaped || next != ")" && next != "\"" {
            rest.removeFirst()
            if !isEscaped, next == "\\" {
                isEscaped = true
                continue
            }
            url.append(next)
            isEscaped = false
        }
        var title: String?
        if skip("\"") {
            guard let text = text(until: "\"") else { return nil }
            title = text
        }
        rest = rest.drop { $0 == " " }
        guard skip(")"), rest.withoutOuterSpace.isEmpty else { return nil }
        return (url.withoutOuterSpace, title)
    }
}
