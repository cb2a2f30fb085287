/// A declaration that other modules see, with the comment above it.
struct Declaration {
    /// From 1.
    var line: Int
    /// `func`, `var`, `case` and so on.
    var keyword: String
    /// The code from the keyword to the body, on one line.
    var signature: String
    /// The lines of the documentation without their slashes; empty if there is none.
    var documentation: [String]

    /// The names by which the body knows the parameters.
    var parameters: [String] {
        guard keyword == "func" || keyword == "init" || keyword == "subscript",
            let open = signature.firstIndex(of: "("), let close = closing(open)
        else { return [] }
        return topLevelParts(signature[signature.index(after: open)..<close]).compactMap { part in
            let words = part.prefix { $0 != ":" }.split(separator: " ")
            return words.last.map(String.init)
        }
    }

    /// Whether a call of it may throw by itself.
    var isThrowing: Bool {
        guard let open = signature.firstIndex(of: "("), let close = closing(open) else {
            return false
        }
        let effects = signature[signature.index(after: close)...]
        let end = effects.firstRange(of: "->")?.lowerBound ?? effects.endIndex
        return effects[..<end].split { !$0.isLetter }.contains("throws")
    }

    /// The parameters that the documentation lists, in its order.
    var listedParameters: [String] {
        var listed: [String] = []
        var isInList = false
        for line in documentation {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("- Parameters:") {
                isInList = true
            } else if text.hasPrefix("- Parameter ") {
                listed.append(String(text.dropFirst(12).prefix { $0 != ":" }))
            } else if isInList, line.hasPrefix("   - "), text.contains(":") {
                listed.append(String(text.dropFirst(2).prefix { $0 != ":" }))
            } else if text.hasPrefix("- ") {
                isInList = false
            }
        }
        return listed
    }

    func says(_ field: String) -> Bool {
        documentation.contains { $0.drop { $0 == " " }.hasPrefix("- \(field):") }
    }

    private func closing(_ open: String.Index) -> String.Index? {
        var depth = 0
        for index in signature[open...].indices {
            if signature[index] == "(" { depth += 1 }
            if signature[index] == ")" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private func topLevelParts(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            if "([<{".contains(text[index]) { depth += 1 }
            let isArrow = text[index] == ">" && text[..<index].hasSuffix("-")
            if ")]>}".contains(text[index]), !isArrow { depth -= 1 }
            if text[index] == ",", depth == 0 {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        parts.append(text[start...])
        return parts.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
