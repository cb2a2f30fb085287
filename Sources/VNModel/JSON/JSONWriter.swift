/// Appends canonical JSON to a buffer of bytes.
///
/// Canonical: no white space, object keys in byte order, only `"`, `\` and control characters
/// escaped, whole numbers without fraction.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written, keeps the room.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The text written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends bytes as they are; the caller vouches that the whole stays JSON.
    public mutating func raw(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends bytes as they are; the caller vouches that the whole stays JSON.
    public mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// Appends bytes as they are; the caller vouches that the whole stays JSON.
    public mutating func raw(_ text: ArraySlice<UInt8>) {
        text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Appends a number.
    public mutating func integer(_ value: UInt64) {
        var rest = value
        append(count: JSONWriter.integerLength) { buffer in
            var start = buffer.count
            repeat {
                start -= 1
                buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            return start..<buffer.count
        }
    }

    /// Appends a number.
    public mutating func integer(_ value: some SignedInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        integer(UInt64(value.magnitude))
    }

    /// Digits of the largest number.
    private static let integerLength = 20

    /// Appends the part of a buffer on the stack that `fill` names.
    mutating func append(
        count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Range<Int>
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            let range = fill(buffer)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
        }
    }

    /// Appends a string with its quotes.
    public mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a string of UTF-8 bytes with its quotes.
    ///
    /// - Returns: `false` if they are no UTF-8 or hold the character NUL; nothing is appended then.
    package mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard ByteScan.isUTF8(text), ByteScan.first(0, in: text) == text.count else {
            return false
        }
        bytes.append(UInt8(ascii: "\""))
        escape(text)
        bytes.append(UInt8(ascii: "\""))
        return true
    }

    /// Appends a value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: raw("null")
        case .bool(true): raw("true")
        case .bool(false): raw("false")
        case .integer(let whole): integer(whole)
        case .number(let number): bytes.append(contentsOf: number.description.utf8)
        case .string(let text): string(text)
        case .array(let elements): array(elements)
        case .object(let members): object(members)
        }
    }

    private mutating func array(_ elements: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            value(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func object(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in object.members {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            string(member.key)
            bytes.append(UInt8(ascii: ":"))
            value(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            let index = ByteScan.firstControl(
                or: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            guard index < text.count else { return }
            let byte = text[index]
            start = index + 1
            switch byte {
            case UInt8(ascii: "\""): raw("\\\"")
            case UInt8(ascii: "\\"): raw("\\\\")
            case 0x0A: raw("\\n")
            case 0x0D: raw("\\r")
            case 0x09: raw("\\t")
            default:
                raw("\\u00")
                bytes.append(JSONWriter.hexDigits[Int(byte >> 4)])
                bytes.append(JSONWriter.hexDigits[Int(byte & 15)])
            }
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}

extension JSONValue {
    /// The canonical encoding.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The canonical encoding as text.
    public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }
}
