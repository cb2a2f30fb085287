internal import VNText

/// What a value of the content must look like. One table of shapes serves the check of what
/// enters (``Article/init(json:)``) and of what a hub is sent (``ContentRules``).
///
/// - Source: `Schema/article.schema.json` and `Schema/comment.schema.json`.
indirect enum Shape: Sendable {
    /// One line of so many characters.
    case line(ClosedRange<Int>)
    /// Lines of so many characters.
    case text(ClosedRange<Int>)
    /// An http, https or mailto link.
    case link
    /// A text that a pattern knows.
    case pattern(Pattern)
    /// One of some words.
    case choice([String])
    /// A whole number from 1.
    case count
    /// A number from 0.
    case amount
    case bool
    case list(Shape, limit: Int)
    case object([Member])
    /// A block of the body, whose members depend on its role, with further members.
    case block([Member])
    /// Any value.
    case any

    /// A member of an object.
    struct Member: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool

        init(_ name: String, _ shape: Shape, isRequired: Bool = false) {
            self.name = name
            self.shape = shape
            self.isRequired = isRequired
        }
    }

    /// Texts of ASCII characters in a fixed form.
    enum Pattern: Sendable {
        case slug, blockID, id, time, language, imageType, sha256, order, extensionName
    }
}

extension Shape {
    /// Checks a value.
    ///
    /// - Parameter allowsMore: whether objects may have members of a newer version.
    func check(_ value: JSONValue, allowsMore: Bool) throws(ContentError) {
        switch self {
        case .line(let range):
            try Shape.checkText(value, range, isLine: true)
        case .text(let range):
            try Shape.checkText(value, range, isLine: false)
        case .link:
            guard let text = value.string, LinkRules.isLink(text) else {
                throw ContentError(reason: "not a http, https or mailto link")
            }
        case .pattern(let pattern):
            guard let text = value.string, pattern.matches(text) else {
                throw ContentError(reason: "not \(pattern.name)")
            }
        case .choice(let words):
            guard let text = value.string, words.contains(text) else {
                throw ContentError(reason: "not one of \(words.joined(separator: ", "))")
            }
        case .count:
            guard let number = value.integer, number >= 1 else {
                throw ContentError(reason: "not a whole number from 1")
            }
        case .amount:
            guard let number = value.double, number >= 0 else {
                throw ContentError(reason: "not a number from 0")
            }
        case .bool:
            guard value.bool != nil else { throw ContentError(reason: "not true or false") }
        case .list(let shape, let limit):
            try Shape.checkList(value, shape, limit: limit, allowsMore: allowsMore)
        case .object(let members):
            try Shape.checkObject(value, members, allowsMore: allowsMore)
        case .block(let more):
            guard let role = value["role"]?.string.flatMap({ Block.Role(rawValue: $0) }) else {
                throw ContentError(reason: "not a role of a block").under("role")
            }
            try Shape.checkObject(value, Shape.members(of: role) + more, allowsMore: allowsMore)
        case .any: break
        }
    }

    private static func checkText(
        _ value: JSONValue, _ range: ClosedRange<Int>, isLine: Bool
    ) throws(ContentError) {
        guard let text = value.string else { throw ContentError(reason: "not a text") }
        guard !hasControl(text, isLine: isLine) else {
            throw ContentError(reason: "a control character")
        }
        // A character has one to four bytes: most texts need no counting.
        let bytes = text.utf8.count
        let isSurelyWithin = bytes <= range.upperBound && bytes / 4 >= range.lowerBound
        guard isSurelyWithin || range.contains(text.unicodeScalars.count) else {
            throw ContentError(
                code: text.isEmpty ? "content.invalid" : "content.too-large",
                reason: text.isEmpty ? "empty" : "longer than \(range.upperBound) characters")
        }
        guard range.lowerBound == 0 || !isBlank(text) else { throw ContentError(reason: "empty") }
        guard TextNormalization.isNFC(text) else {
            throw ContentError(code: "content.not-normalized", reason: "not NFC")
        }
    }

    private static func isBlank(_ text: String) -> Bool {
        if let first = text.utf8.first, first > 0x20, first < 0x7F { return false }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    /// Whether a text holds a control character; line breaks and tabs are none, but in a line.
    private static func hasControl(_ text: String, isLine: Bool) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while true {
                index = ByteScan.firstControl(or: 0x7F, or: 0x7F, in: bytes, from: index)
                guard index < bytes.count else { return false }
                guard !isLine, bytes[index] == 0x0A || bytes[index] == 0x09 else { return true }
                index += 1
            }
        }
    }

    private static func checkList(
        _ value: JSONValue, _ shape: Shape, limit: Int, allowsMore: Bool
    ) throws(ContentError) {
        guard let elements = value.array else { throw ContentError(reason: "not a list") }
        guard elements.count <= limit else {
            throw ContentError(code: "content.too-large", reason: "more than \(limit) elements")
        }
        for (index, element) in elements.enumerated() {
            do throws(ContentError) {
                try shape.check(element, allowsMore: allowsMore)
            } catch { throw error.under(String(index)) }
        }
    }

    static func checkObject(
        _ value: JSONValue, _ members: [Member], allowsMore: Bool
    ) throws(ContentError) {
        guard let object = value.object else { throw ContentError(reason: "not an object") }
        for member in members where member.isRequired && object[member.name] == nil {
            throw ContentError(reason: "missing").under(member.name)
        }
        for (key, value) in object.members.lazy.map({ ($0.key, $0.value) }) {
            guard let member = members.first(where: { $0.name == key }) else {
                guard allowsMore else { throw ContentError(reason: "unknown member").under(key) }
                continue
            }
            do throws(ContentError) {
                try member.shape.check(value, allowsMore: allowsMore)
            } catch { throw error.under(key) }
        }
    }
}

extension Shape.Pattern {
    /// What the pattern is called in a reason.
    var name: String {
        switch self {
        case .slug: "a slug of lower-case letters, digits and hyphens"
        case .blockID: "an id of 1 to 32 letters, digits, _ and -"
        case .id: "a UUID"
        case .time: "an RFC 3339 time with offset"
        case .language: "a language tag"
        case .imageType: "a media type of images"
        case .sha256: "64 hexadecimal digits"
        case .order: "a place between others"
        case .extensionName: "a dotted name of lower-case letters"
        }
    }

    /// Whether a text has this form.
    func matches(_ text: String) -> Bool {
        switch self {
        case .slug, .blockID, .order:
            var text = text
            return text.withUTF8 { matches($0) }
        case .id: return DocumentID(text) != nil
        case .time: return Timestamp(rfc3339: text) != nil
        case .language: return Self.isLanguage(text)
        case .imageType: return text.utf8.starts(with: "image/".utf8)
        case .sha256:
            return text.utf8.count == 64
                && text.utf8.allSatisfy {
                    Self.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
                }
        case .extensionName: return Self.isExtensionName(text)
        }
    }

    /// Whether the bytes of a text have this form.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .slug:
            guard (1...80).contains(text.count) else { return false }
            var last = UInt8(ascii: "-")
            for byte in text {
                let isHyphen = byte == UInt8(ascii: "-")
                guard isHyphen ? last != byte : Self.isLowerOrDigit(byte) else { return false }
                last = byte
            }
            return last != UInt8(ascii: "-")
        case .blockID:
            return (1...32).contains(text.count)
                && text.allSatisfy {
                    Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                }
        case .order: return FractionalIndex.isValid(text)
        case .id, .time, .language, .imageType, .sha256, .extensionName:
            return matches(String(decoding: text, as: UTF8.self))
        }
    }

    private static func isLanguage(_ text: String) -> Bool {
        let parts = parts(text, "-")
        guard let first = parts.first, (2...3).contains(first.count),
            consists(first, of: isLower)
        else { return false }
        return parts.dropFirst().allSatisfy {
            (2...8).contains($0.count) && consists($0, of: isLetterOrDigit)
        }
    }

    private static func isExtensionName(_ text: String) -> Bool {
        let parts = parts(text, ".")
        guard parts.count > 1, let first = parts.first, let letter = first.first, isLower(letter),
            consists(first, of: isLowerOrDigit)
        else { return false }
        return parts.dropFirst().allSatisfy {
            consists($0) { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func parts(
        _ text: String, _ separator: Unicode.Scalar
    ) -> [Substring.UTF8View] {
        let byte = UInt8(ascii: separator)
        return text.utf8.split(separator: byte, omittingEmptySubsequences: false).map { $0 }
    }

    private static func consists(
        _ part: Substring.UTF8View, of isAllowed: (UInt8) -> Bool
    ) -> Bool {
        !part.isEmpty && part.allSatisfy(isAllowed)
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    private static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || isLower(byte | 0x20)
    }
}
