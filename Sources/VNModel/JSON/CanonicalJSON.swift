/// A JSON value as the bytes of its canonical encoding.
///
/// Documents hold their values in this form: rows, lines of the wire, hashes and digests have the
/// same bytes, so a value goes from one to another without being taken apart. Values that came in
/// one text share its buffer.
public struct CanonicalJSON: Sendable {
    /// The encoding.
    package let bytes: ArraySlice<UInt8>

    /// The value of bytes that are known to be canonical.
    package init(canonical bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The encoding of a value.
    ///
    /// - Complexity: O(*n*).
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(true): self = .true
        default: bytes = value.canonicalBytes[...]
        }
    }

    /// Parses a JSON text strictly, canonical or not, as `JSONValue` does and with the same errors.
    ///
    /// - Parameters:
    ///   - text: the whole text; a canonical one is kept and not copied.
    ///   - depthLimit: how many arrays and objects may stand inside each other.
    /// - Throws: ``JSONError``.
    /// - Complexity: O(*n*); a canonical text is only looked through.
    public init(
        parsing text: [UInt8], depthLimit: Int = Limits.jsonDepth
    ) throws(JSONError) {
        if let scanned = CanonicalJSON(scanning: text[...], depthLimit: depthLimit) {
            self = scanned
        } else {
            self.init(try JSONValue(parsing: text, depthLimit: depthLimit))
        }
    }

    /// The value of a text that is canonical; `nil` of any other, JSON or not.
    package init?(scanning text: ArraySlice<UInt8>, depthLimit: Int = Limits.jsonDepth) {
        let isCanonical = text.withUnsafeBufferPointer {
            CanonicalScanner.accepts($0, depthLimit: depthLimit)
        }
        guard isCanonical else { return nil }
        bytes = text
    }

    /// `null`.
    public static let null = CanonicalJSON(canonical: Array("null".utf8)[...])
    /// `true`.
    public static let `true` = CanonicalJSON(canonical: Array("true".utf8)[...])

    /// The value, taken apart.
    ///
    /// - Complexity: O(*n*).
    public var value: JSONValue {
        do {
            return try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
                try JSONValue(parsing: bytes, depthLimit: .max)
            }
        } catch {
            preconditionFailure("canonical JSON can be parsed: \(error)")
        }
    }

    /// The number of bytes.
    package var size: Int { bytes.count }
}

extension CanonicalJSON: Hashable {
    /// Whether both have the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        return left.bytes.withUnsafeBufferPointer { left in
            right.bytes.withUnsafeBufferPointer { right in
                left.baseAddress == right.baseAddress || ByteScan.isEqual(left, right)
            }
        }
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension CanonicalJSON {
    /// Whether this is `null`.
    public var isNull: Bool { bytes.first == UInt8(ascii: "n") }

    /// Whether this is `true`.
    public var isTrue: Bool { bytes.first == UInt8(ascii: "t") }

    /// Whether this is a string.
    package var isString: Bool { bytes.first == UInt8(ascii: "\"") }

    /// Whether this is an object.
    package var isObject: Bool { bytes.first == UInt8(ascii: "{") }

    /// The truth value, if this is one.
    public var bool: Bool? {
        switch bytes.first {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The whole number, if this is one.
    public var integer: Int64? {
        guard let first = bytes.first, first == UInt8(ascii: "-") || first <= UInt8(ascii: "9"),
            first != UInt8(ascii: "\"")
        else { return nil }
        var result: Int64 = 0
        for byte in first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes {
            // The text of a double is not only digits; a whole number in here fits.
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            result = result &* 10 &- Int64(byte &- UInt8(ascii: "0"))
        }
        return first == UInt8(ascii: "-") ? result : 0 &- result
    }

    /// The text, if this is a string.
    public var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the text, if this is a string.
    ///
    /// - Complexity: O(*n*); no copy is made of a text without escapes.
    package var utf8: ArraySlice<UInt8>? {
        guard isString else { return nil }
        let content = bytes.dropFirst().dropLast()
        let hasEscape = content.withUnsafeBufferPointer {
            ByteScan.first(UInt8(ascii: "\\"), in: $0) < $0.count
        }
        guard hasEscape else { return content }
        guard case .string(let text) = value else { return nil }
        return Array(text.utf8)[...]
    }

    /// The elements, if this is an array.
    ///
    /// - Complexity: O(*n*); the elements are not taken apart.
    public var array: [CanonicalJSON]? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        var result: [CanonicalJSON] = []
        walk { _, value in result.append(CanonicalJSON(canonical: bytes[value])) }
        return result
    }

    /// The members, if this is an object.
    ///
    /// - Complexity: O(*n*); the values are not taken apart.
    public var object: CanonicalObject? {
        guard isObject else { return nil }
        var members: [CanonicalObject.Member] = []
        walk { key, value in
            members.append(
                CanonicalObject.Member(
                    key: CanonicalJSON(canonical: bytes[key]).string ?? "",
                    value: CanonicalJSON(canonical: bytes[value])))
        }
        return CanonicalObject(members: members)
    }

    /// The member of an object; `nil` if it is absent or this is no object.
    ///
    /// - Complexity: O(*n*), without taking the members apart.
    public subscript(_ key: StaticString) -> CanonicalJSON? {
        guard isObject else { return nil }
        var found: Range<Int>?
        bytes.withUnsafeBufferPointer { buffer in
            walk { place, value in
                if CanonicalJSON.isKey(buffer, place, bytes.startIndex, key) { found = value }
            }
        }
        return found.map { CanonicalJSON(canonical: bytes[$0]) }
    }

    /// Hands the places of an array's elements, or of an object's members, to `body`; they are
    /// indices of ``bytes``, those of keys with their quotes.
    package func walk(_ body: (_ key: Range<Int>, _ value: Range<Int>) -> Void) {
        bytes.withUnsafeBufferPointer { buffer in
            var walker = CanonicalWalker(buffer, base: bytes.startIndex)
            walker.members(body)
        }
    }
}

extension CanonicalJSON {
    /// The objects of an array, each without the member of a key, and what that member is.
    ///
    /// - Returns: `nil` if this is no array of objects that all have such a member, a string.
    /// - Complexity: O(*n*); the objects share one new buffer.
    package func objects(
        without key: StaticString
    ) -> [(name: String, rest: CanonicalJSON)]? {
        var found: [(name: String, rest: Range<Int>)] = []
        var isWhole = true
        let base = bytes.startIndex
        let rest = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
            bytes.withUnsafeBufferPointer { source in
                func copy(_ range: Range<Int>) {
                    let part = UnsafeBufferPointer(
                        rebasing: source[range.lowerBound - base..<range.upperBound - base])
                    let room = UnsafeMutableBufferPointer(rebasing: target[count...])
                    count += room.initialize(fromContentsOf: part)
                }
                var member: (key: Range<Int>, value: Range<Int>)?
                var walker = CanonicalWalker(source, base: base)
                let areObjects = walker.objects { place, value in
                    if CanonicalJSON.isKey(source, place, base, key) { member = (place, value) }
                } object: { place in
                    guard let (name, value) = member,
                        let text = CanonicalJSON(canonical: bytes[value]).string
                    else {
                        isWhole = false
                        return
                    }
                    member = nil
                    // With it goes the comma behind it, or the one before it if it comes last.
                    var (start, end) = (name.lowerBound, value.upperBound)
                    if source[end - base] == UInt8(ascii: ",") {
                        end += 1
                    } else if source[start - 1 - base] == UInt8(ascii: ",") {
                        start -= 1
                    }
                    let first = count
                    copy(place.lowerBound..<start)
                    copy(end..<place.upperBound)
                    found.append((text, first..<count))
                }
                isWhole = isWhole && areObjects
            }
        }
        guard isWhole else { return nil }
        return found.map { ($0.name, CanonicalJSON(canonical: rest[$0.rest])) }
    }

    /// Whether the key that stands at a place, which includes its quotes, is this one.
    private static func isKey(
        _ source: UnsafeBufferPointer<UInt8>, _ place: Range<Int>, _ base: Int,
        _ key: StaticString
    ) -> Bool {
        guard place.count == key.utf8CodeUnitCount + 2 else { return false }
        let name = UnsafeBufferPointer(
            rebasing: source[place.lowerBound + 1 - base..<place.upperBound - 1 - base])
        return ByteScan.isEqual(
            name, UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }
}

/// The members of an object in canonical form, sorted by the bytes of their keys.
public struct CanonicalObject: Hashable, Sendable {
    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public let key: String
        /// The value.
        public let value: CanonicalJSON
    }

    /// The members, sorted by the bytes of their keys, each key once.
    public let members: [Member]

    /// The value of a key.
    ///
    /// - Complexity: O(*n*).
    public subscript(_ key: String) -> CanonicalJSON? {
        for member in members where JSONObject.isSame(member.key, key) { return member.value }
        return nil
    }
}

extension JSONWriter {
    /// Appends a value.
    public mutating func value(_ value: CanonicalJSON) { raw(value.bytes) }
}
