/// Finds the bodies of functions, initializers, subscripts and computed properties in scanned code.
struct FunctionFinder {
    /// A declaration with a body; lines count from 1 and are inclusive.
    struct Function: Hashable {
        var name: String
        var firstLine: Int
        var lastLine: Int

        var lineCount: Int { lastLine - firstLine + 1 }
    }

    private static let declarations: Set<String> = ["func", "init", "deinit", "subscript", "var"]
    /// Words that begin another declaration: the one before them had no body.
    private static let otherDeclarations: Set<String> = declarations.union([
        "let", "case", "struct", "class", "enum", "actor", "extension", "protocol", "static",
        "typealias", "associatedtype", "public", "package", "private", "fileprivate", "internal",
    ])

    private let code: [UInt8]
    private var lineStarts: [Int] = [0]

    init(_ source: SwiftSource) {
        code = Array(source.code.joined(separator: "\n").utf8)
        for (index, byte) in code.enumerated() where byte == UInt8(ascii: "\n") {
            lineStarts.append(index + 1)
        }
    }

    func functions() -> [Function] {
        var found: [Function] = []
        var index = 0
        while index < code.count {
            guard let word = word(at: index) else {
                index += 1
                continue
            }
            let end = index + word.utf8.count
            if Self.declarations.contains(word), !isMember(index),
                let body = bodyStart(of: word, from: end), let last = matchingBrace(of: body)
            {
                let name = word == "func" || word == "var" ? nextWord(from: end) ?? word : word
                found.append(
                    Function(name: name, firstLine: line(of: index), lastLine: line(of: last)))
            }
            index = end
        }
        return found
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private func word(at index: Int) -> String? {
        var end = index
        while end < code.count, isWordByte(code[end]) { end += 1 }
        return end == index ? nil : String(decoding: code[index..<end], as: UTF8.self)
    }

    private func nextWord(from start: Int) -> String? {
        var index = start
        while index < code.count, code[index] == UInt8(ascii: " ") { index += 1 }
        return index < code.count ? word(at: index) : nil
    }

    /// Whether a word stands behind a dot or in backticks, so that it declares nothing.
    private func isMember(_ index: Int) -> Bool {
        index > 0 && (code[index - 1] == UInt8(ascii: ".") || code[index - 1] == UInt8(ascii: "`"))
    }

    private func bodyStart(of keyword: String, from start: Int) -> Int? {
        var depth = 0
        var index = start
        var isNamed = keyword != "func"
        while index < code.count {
            if let word = word(at: index) {
                if isNamed, depth == 0, Self.otherDeclarations.contains(word) { return nil }
                isNamed = true
                index += word.utf8.count
                continue
            }
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return index
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "="), UInt8(ascii: "\n"):
                if keyword == "var", depth == 0 { return nil }
            default: break
            }
            if depth < 0 { return nil }
            index += 1
        }
        return nil
    }

    private func matchingBrace(of start: Int) -> Int? {
        var depth = 0
        for index in start..<code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// - Complexity: O(log lines).
    private func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
