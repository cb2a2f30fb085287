internal import VNModel

/// Reads a fragment of HTML as blocks.
enum HTMLFragment {
    /// The paragraphs of a fragment as plain text.
    static func blocks(_ html: String, language: String) -> [Block] {
        var text = ""
        var tag: String?
        for character in html.unicodeScalars {
            switch (character, tag) {
            case ("<", _): tag = ""
            case (">", let name?):
                let word = name.prefix { $0 != " " }.lowercased()
                text +=
                    ["p", "/p", "br", "div", "/div", "li", "h2", "/h2"].contains(word) ? "\n" : ""
                tag = nil
            case (_, let name?): tag = name + String(character)
            default: text.unicodeScalars.append(character)
            }
        }
        while let start = text.firstRange(of: "&#"),
            let end = text[start.upperBound...].firstIndex(of: ";"),
            let scalar = UInt32(text[start.upperBound..<end]).flatMap(Unicode.Scalar.init)
        {
            text.replaceSubrange(start.lowerBound...end, with: String(scalar))
        }
        for (name, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            text = text.replacing(name, with: letter)
        }
        return text.split(separator: "\n").map { $0.withoutOuterSpace }.filter { !$0.isEmpty }
            .map { Block(text: $0) }
    }
}
