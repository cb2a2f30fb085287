internal import VNText

// Most of what people write meets the rules, which shows in the bytes: then nothing is taken apart.
extension ContentRules {
    /// Whether a written register surely meets the rules. What does not may meet them all the
    /// same: ``validate(kind:path:value:)`` decides, and says why not.
    ///
    /// - Complexity: O(*n*), without taking anything apart.
    static func isSurelyValid(_ kind: DocumentKind, _ path: String, _ value: CanonicalJSON) -> Bool
    {
        guard value.size <= Limits.documentBytes else { return false }
        if let shape = (kind == .article ? articleShapes : commentShapes)[path] {
            return value.bytes.withUnsafeBufferPointer { shape.surelyFits(JSONGlance($0)) }
        }
        var path = path
        return kind == .article
            && path.withUTF8 { path in
                value.bytes.withUnsafeBufferPointer { isMember(path, JSONGlance($0)) }
            }
    }

    private static let articleShapes = shapes(Shape.articleScalars)
    private static let commentShapes = shapes(Shape.commentScalars)

    private static func shapes(_ members: [Shape.Member]) -> [String: Shape] {
        Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.shape) })
    }

    /// Whether a member of one of the families that most articles have surely fits.
    private static func isMember(_ path: UnsafeBufferPointer<UInt8>, _ value: JSONGlance) -> Bool {
        let slash = ByteScan.first(UInt8(ascii: "/"), in: path)
        guard slash + 1 < path.count, path.count <= Limits.pathBytes else { return false }
        let family = UnsafeBufferPointer(rebasing: path[..<slash])
        let name = UnsafeBufferPointer(rebasing: path[(slash + 1)...])
        if ByteScan.isEqual(family, "body") {
            return Shape.Pattern.blockID.matches(name) && bodyShape.surelyFits(value)
        }
        guard Shape.Pattern.slug.matches(name) else { return false }
        if ByteScan.isEqual(family, "topics") { return value.isTrue }
        return ByteScan.isEqual(family, "authors") && authorShape.surelyFits(value)
    }

    private static let bodyShape = Shape.block([Shape.orderMember])
    private static let authorShape = Shape.object(Shape.agentMembers + [Shape.orderMember])
}

/// The bytes of a canonical value, looked at where they are.
private struct JSONGlance {
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isTrue: Bool { bytes.first == UInt8(ascii: "t") }

    /// The text of a string without escapes.
    var text: UnsafeBufferPointer<UInt8>? {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\"") else { return nil }
        let text = UnsafeBufferPointer(rebasing: bytes[1..<bytes.count - 1])
        return ByteScan.first(UInt8(ascii: "\\"), in: text) == text.count ? text : nil
    }

    /// Hands the members of an object to `body` until it says `false`.
    ///
    /// - Returns: whether it was never said; `false` of what is no object.
    func members(
        _ body: (_ key: UnsafeBufferPointer<UInt8>, _ value: JSONGlance) -> Bool
    ) -> Bool {
        guard bytes.first == UInt8(ascii: "{") else { return false }
        var isFine = true
        var walker = CanonicalWalker(bytes, base: 0)
        walker.members { key, value in
            guard isFine else { return }
            let name = bytes[key.lowerBound + 1..<key.upperBound - 1]
            isFine = body(
                UnsafeBufferPointer(rebasing: name),
                JSONGlance(UnsafeBufferPointer(rebasing: bytes[value])))
        }
        return isFine
    }
}

extension Shape {
    /// Whether a value surely fits.
    fileprivate func surelyFits(_ value: JSONGlance) -> Bool {
        switch self {
        case .line(let range), .text(let range):
            guard let text = value.text else { return false }
            return text.count <= range.upperBound && (range.lowerBound == 0 || isWord(text))
                && !text.contains(0x7F) && TextNormalization.isSurelyNFC(text)
        case .link: return value.text.map(LinkRules.isSurelyLink) ?? false
        case .pattern(let pattern): return value.text.map(pattern.matches) ?? false
        case .choice(let words):
            guard let text = value.text else { return false }
            return words.contains { ByteScan.isEqual(text, $0) }
        case .object(let members): return Shape.surelyFits(value, [members])
        case .block(let more):
            var role: UnsafeBufferPointer<UInt8>?
            let isObject = value.members { key, value in
                if ByteScan.isEqual(key, "role") { role = value.text }
                return true
            }
            guard isObject, let role else { return false }
            for known in Block.Role.allCases where ByteScan.isEqual(role, known.rawValue) {
                return Shape.surelyFits(value, [Shape.members(of: known), more])
            }
            return false
        case .bool: return value.isTrue || value.bytes.first == UInt8(ascii: "f")
        case .count, .amount, .list, .any: return false
        }
    }

    /// Whether an object surely has the members that it must have, and none but known ones.
    private static func surelyFits(_ value: JSONGlance, _ tables: [[Member]]) -> Bool {
        var missing = tables.reduce(0) { $0 + $1.count(where: \.isRequired) }
        let isFine = value.members { key, value in
            for table in tables {
                for member in table where ByteScan.isEqual(key, member.name) {
                    if member.isRequired { missing -= 1 }
                    return member.shape.surelyFits(value)
                }
            }
            return false
        }
        return isFine && missing == 0
    }

    /// Whether a text surely begins with something that can be seen: ASCII, or Latin letters as
    /// those of Vietnamese.
    private func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return first > 0x20 && first < 0x7F || first >= 0xC3 && first < 0xCC
            || first == 0xE1 && text.count > 1 && 0xB8...0xBB ~= text[1]
    }
}

extension LinkRules {
    /// Whether a text is surely a web address: scheme, a host that begins as names do, and
    /// nothing but what addresses may have.
    fileprivate static func isSurelyLink(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start =
            text.starts(with: "https://".utf8) ? 8 : text.starts(with: "http://".utf8) ? 7 : 0
        guard start > 0, start < text.count, text.count <= Limits.linkBytes else { return false }
        let first = text[start] | 0x20
        return first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z")
            && text.allSatisfy(isAllowed)
    }
}

extension ByteScan {
    /// Whether bytes are those of a text.
    fileprivate static func isEqual(_ bytes: UnsafeBufferPointer<UInt8>, _ text: String) -> Bool {
        guard bytes.count == text.utf8.count else { return false }
        var text = text
        return text.withUTF8 { isEqual(bytes, $0) }
    }
}
