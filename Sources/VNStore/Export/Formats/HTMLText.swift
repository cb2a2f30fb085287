internal import VNModel

/// Writes blocks as HTML: no scripts, nothing loaded but pictures.
enum HTMLText {
    /// The blocks of a body, a line each.
    static func blocks(_ blocks: [Block]) -> String {
        blocks.map(block).joined(separator: "\n")
    }

    /// One block.
    static func block(_ block: Block) -> String {
        let text = lines(block.text ?? "")
        switch block.role {
        case .paragraph: return "<p>\(text)</p>"
        case .heading: return "<h2>\(text)</h2>"
        case .quote: return "<blockquote><p>\(text)</p></blockquote>"
        case .list:
            let tag = block.isOrdered ? "ol" : "ul"
            let items = block.items.map { "<li>\(lines($0))</li>" }.joined()
            return "<\(tag)>\(items)</\(tag)>"
        case .image: return figure(block.image ?? Image())
        case .video:
            let poster = block.poster.map { " poster=\"\(escaped($0))\"" } ?? ""
            let title = block.title.map { " title=\"\(escaped($0))\"" } ?? ""
            return "<video controls src=\"\(escaped(block.url ?? ""))\"\(poster)\(title)></video>"
        case .embed:
            return "<p>\(link(block.title ?? block.url ?? "", block.url))</p>"
        }
    }

    /// A picture with its caption and credit.
    static func figure(_ image: Image) -> String {
        var attributes = image.url.map { " src=\"\(escaped($0))\"" } ?? ""
        attributes += " alt=\"\(escaped(image.alt))\""
        if let width = image.width { attributes += " width=\"\(width)\"" }
        if let height = image.height { attributes += " height=\"\(height)\"" }
        var caption = image.caption.map(escaped) ?? ""
        if let credit = image.credit {
            caption += "\(caption.isEmpty ? "" : " ")<cite>\(escaped(credit))</cite>"
        }
        let text = caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>"
        return "<figure><img\(attributes)>\(text)</figure>"
    }

    /// A link; only its text if there is no address.
    static func link(_ text: String, _ url: String?) -> String {
        guard let url else { return escaped(text) }
        return "<a href=\"\(escaped(url))\">\(escaped(text))</a>"
    }

    /// A text whose line feeds are kept.
    static func lines(_ text: String) -> String { escaped(text).replacing("\n", with: "<br>") }

    /// A text as it may stand between tags and in quotes, in HTML and XML.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isMarkup) else { return text }
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += "&amp;".utf8
            case UInt8(ascii: "<"): result += "&lt;".utf8
            case UInt8(ascii: ">"): result += "&gt;".utf8
            case UInt8(ascii: "\""): result += "&quot;".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"")
    }
}
