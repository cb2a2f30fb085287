/// Why a text is no JSON that we accept.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words, without the content.
    public let reason: String
    /// Where, in bytes from the start.
    public let offset: Int

    /// `reason at byte offset`.
    public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
    /// Parses one JSON text strictly.
    ///
    /// Refused beyond what RFC 8259 refuses: a key named twice, the character NUL, unpaired
    /// surrogates, invalid UTF-8, numbers that fit neither 64 bits nor a finite double, and
    /// nesting deeper than the limit.
    ///
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - depthLimit: how many arrays and objects may stand inside each other.
    /// - Throws: ``JSONError``.
    /// - Complexity: O(*n*), with *n* log *n* for objects whose keys are not sorted.
    public init(
        parsing bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int = Limits.jsonDepth
    ) throws(JSONError) {
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        self = try parser.document()
    }

    /// Parses one JSON text strictly, as bytes in a buffer are parsed, with the same errors.
    ///
    /// - Throws: ``JSONError``.
    public init(parsing bytes: [UInt8], depthLimit: Int = Limits.jsonDepth) throws(JSONError) {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in
                try JSONValue(parsing: buffer, depthLimit: depthLimit)
            }
        }
        self = try result.get()
    }

    /// Parses one JSON text strictly, as bytes in a buffer are parsed, with the same errors.
    ///
    /// - Throws: ``JSONError``.
    public init(parsing text: String, depthLimit: Int = Limits.jsonDepth) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
    }
}

/// A recursive-descent parser over bytes.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    var position = 0
    var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JSONError {
        JSONError(reason: reason, offset: offset ?? position)
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let result = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("text after the value") }
        return result
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The next byte that is not white space; the text must not end before it.
    mutating func next() throws(JSONError) -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw failure("the text ends too early") }
        return bytes[position]
    }

    mutating func value() throws(JSONError) -> JSONValue {
        switch try next() {
        case UInt8(ascii: "{"):
            return try nested { (parser) throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["):
            return try nested { (parser) throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < depthLimit else { throw failure("nested deeper than \(depthLimit)") }
        depth += 1
        position += 1
        let result = try body(&self)
        depth -= 1
        return result
    }

    mutating func object() throws(JSONError) -> JSONValue {
        let start = position
        if try next() == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject())
        }
        var members: [JSONObject.Member] = []
        members.reserveCapacity(4)
        var isSorted = true
        var last = 0..<0
        while true {
            guard try next() == UInt8(ascii: "\"") else { throw failure("a key must be a string") }
            let place = position + 1
            let key = try string()
            // Without escapes, keys are ordered as their bytes in the text are.
            let range = place..<(position - 1)
            let isPlain = key.utf8.count == range.count
            isSorted = isSorted && isPlain && (members.isEmpty || precedes(last, range))
            last = range
            guard try next() == UInt8(ascii: ":") else { throw failure("missing colon") }
            position += 1
            members.append(JSONObject.Member(key: key, value: try value()))
            let separator = try next()
            position += 1
            if separator == UInt8(ascii: "}") { break }
            guard separator == UInt8(ascii: ",") else { throw failure("missing comma") }
        }
        if isSorted { return .object(JSONObject(sorted: members)) }
        guard let object = JSONObject(distinct: members) else {
            throw failure("a key stands twice", at: start)
        }
        return .object(object)
    }

    /// Whether the bytes in one place come before those in another.
    func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for index in 0..<min(left.count, right.count) {
            let (one, other) = (
                bytes[left.lowerBound + index], bytes[right.lowerBound + index]
            )
            if one != other { return one < other }
        }
        return left.count < right.count
    }

    mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if try next() == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            elements.append(try value())
            let separator = try next()
            position += 1
            if separator == UInt8(ascii: "]") { return .array(elements) }
            guard separator == UInt8(ascii: ",") else { throw failure("missing comma") }
        }
    }

    mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == text.utf8Start[index] else {
                throw failure("not a JSON value")
            }
            position += 1
        }
        return value
    }

    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        position = ByteScan.firstControl(
            or: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: bytes, from: start)
        guard position < bytes.count else {
            throw failure("the string does not end", at: start - 1)
        }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let text = try decode(UnsafeBufferPointer(rebasing: bytes[start..<position]), start)
            position += 1
            return text
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        default: throw failure("control character in a string")
        }
    }

    func decode(_ run: UnsafeBufferPointer<UInt8>, _ start: Int) throws(JSONError) -> String {
        // Decoding puts U+FFFD in the place of what is invalid; a text without its first byte
        // is what it was. Validating first would take twice the time.
        var text = String(decoding: run, as: UTF8.self)
        let isSurelyValid = text.withUTF8 { ByteScan.first(0xEF, in: $0) == $0.count }
        guard isSurelyValid || String(validating: run, as: UTF8.self) != nil else {
            throw failure("invalid UTF-8", at: start)
        }
        return text
    }

    mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var unescaped = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw failure("invalid UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw failure("control character in a string", at: position - 1)
            default: unescaped.append(byte)
            }
        }
        throw failure("the string does not end", at: start - 1)
    }

    mutating func escape(into unescaped: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw failure("the text ends too early") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw failure("unknown escape", at: position - 1)
        }
    }

    mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        var code = try hexQuad()
        if code & 0xFC00 == 0xD800, position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try hexQuad()
            guard low & 0xFC00 == 0xDC00 else { throw failure("unpaired surrogate", at: start) }
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw failure("unpaired surrogate", at: start)
        }
        guard code != 0 else { throw failure("the character NUL", at: start) }
        return scalar
    }

    mutating func hexQuad() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
            else { throw failure("four hexadecimal digits expected") }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        let count = digits()
        guard count > 0 else { throw failure("not a JSON value", at: start) }
        guard count == 1 || bytes[first] != UInt8(ascii: "0") else {
            throw failure("leading zero", at: first)
        }
        var isWhole = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard digits() > 0 else { throw failure("digits expected") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+")
                    || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            guard digits() > 0 else { throw failure("digits expected") }
        }
        guard position - start <= Limits.jsonNumberLength else {
            throw failure("number too long", at: start)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole {
            guard let whole = Int64(text) else { throw failure("number out of range", at: start) }
            return .integer(whole)
        }
        guard let number = Double(text), number.isFinite else {
            throw failure("number out of range", at: start)
        }
        return JSONValue(number)
    }
}

extension JSONValue {
    /// The value of a finite number: an integer where it is whole and exact, else a double.
    public init(_ number: Double) {
        precondition(number.isFinite, "JSON has no infinite numbers")
        if number == number.rounded(), abs(number) <= 9_007_199_254_740_992 {
            self = .integer(Int64(number))
        } else {
            self = .number(number)
        }
    }
}
