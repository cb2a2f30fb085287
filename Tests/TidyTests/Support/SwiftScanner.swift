/// Tells code, comments and string literals of a Swift file apart, byte by byte.
///
/// - Complexity: O(n).
struct SwiftScanner {
    private let bytes: [UInt8]
    private var index = 0
    /// As long as the file; what is not code is a space.
    private(set) var code: [UInt8]
    /// As long as the file; what is not comment is a space.
    private(set) var comments: [UInt8]
    private(set) var literals: [String] = []

    init(bytes: [UInt8]) {
        self.bytes = bytes
        code = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        comments = code
    }

    mutating func scan() {
        scanCode(inInterpolation: false)
    }

    private func starts(_ text: StaticString, at offset: Int = 0) -> Bool {
        let start = index + offset
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[start..<start + $0.count]) }
    }

    /// The number of `#` at the index.
    private func poundCount(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end - start
    }

    private mutating func scanCode(inInterpolation: Bool) {
        var depth = 0
        while index < bytes.count {
            if scanNonCode() { continue }
            let byte = bytes[index]
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            code[index] = byte
            index += 1
            if inInterpolation, depth < 0 { return }
        }
    }

    /// Takes in the comment or literal that begins at the index, if one does.
    private mutating func scanNonCode() -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "#"): break
        default: return false
        }
        let pounds = poundCount(from: index)
        if starts("//") {
            scanLineComment()
        } else if starts("/*") {
            scanBlockComment()
        } else if starts("\"", at: pounds) {
            scanString(pounds: pounds)
        } else if pounds > 0, starts("/", at: pounds) {
            scanExtendedRegex(pounds: pounds)
        } else {
            return false
        }
        return true
    }

    private mutating func scanLineComment() {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            comments[index] = bytes[index]
            index += 1
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            let opens = starts("/*")
            let closes = starts("*/")
            depth += opens ? 1 : closes ? -1 : 0
            for _ in 0..<(opens || closes ? 2 : 1) where index < bytes.count {
                comments[index] = bytes[index]
                index += 1
            }
        } while depth > 0 && index < bytes.count
    }

    private mutating func scanExtendedRegex(pounds: Int) {
        index += pounds + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "/"), poundCount(from: index + 1) >= pounds {
                index += 1 + pounds
                return
            }
            index += 1
        }
    }

    private mutating func scanString(pounds: Int) {
        let quotes = starts("\"\"\"", at: pounds) ? 3 : 1
        var literal: [UInt8] = []
        for _ in 0..<pounds + quotes {
            code[index] = bytes[index]
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n"), quotes == 1 { break }
            if isClosing(quotes: quotes, pounds: pounds) {
                for _ in 0..<quotes + pounds {
                    code[index] = bytes[index]
                    index += 1
                }
                break
            }
            if byte == UInt8(ascii: "\\"), poundCount(from: index + 1) >= pounds {
                scanEscape(pounds: pounds, into: &literal)
            } else {
                literal.append(byte)
                index += 1
            }
        }
        literals.append(String(decoding: literal, as: UTF8.self))
    }

    private func isClosing(quotes: Int, pounds: Int) -> Bool {
        starts(quotes == 3 ? "\"\"\"" : "\"") && poundCount(from: index + quotes) >= pounds
    }

    private mutating func scanEscape(pounds: Int, into literal: inout [UInt8]) {
        index += 1 + pounds
        guard index < bytes.count else { return }
        if bytes[index] == UInt8(ascii: "(") {
            code[index] = bytes[index]
            index += 1
            scanCode(inInterpolation: true)
        } else {
            literal += [UInt8(ascii: "\\"), bytes[index]]
            index += 1
        }
    }
}
