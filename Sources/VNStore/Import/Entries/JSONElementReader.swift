internal import VNModel

/// Takes a JSON document apart without ever holding more than one element of it.
///
/// The elements of a top-level array, or of named arrays in a top-level object, come one by one;
/// other members of the object come whole. What stands inside an element is not looked at here: an
/// element that is no JSON costs only itself, unless its brackets and quotes do not match.
struct JSONElementReader {
    /// One element or member.
    struct Element {
        /// The member it stands in; `nil` in a top-level array, and for a whole document.
        let key: String?
        /// Its place in the document, a JSON pointer.
        let pointer: String
        /// Counts the elements of arrays, from 1; 0 for other members.
        let number: Int
        /// The line on which it begins, from 1.
        let line: Int
        /// Its text; empty if it is too large or was not asked for.
        let bytes: [UInt8]
        let isTooLarge: Bool
    }

    private enum State {
        case root
        case members(isFirst: Bool)
        case elements(of: String?, index: Int)
    }

    /// The members whose arrays come one by one.
    private let streamed: Set<String>
    /// Whether a top-level object is one element, of which several may follow each other.
    private let takesObjects: Bool
    /// Whether the elements of arrays are read over.
    private let skipsElements: Bool
    private let name: String
    private var reader: ByteReader
    private var buffer: [UInt8] = []
    private var position = 0
    private var bufferOffset = 0
    private var line = 1
    private var state = State.root
    private var roots = 0
    private var number = 0

    /// Bytes read so far.
    var bytesRead: Int { bufferOffset + buffer.count }

    init(
        _ source: ByteSource, streamed: Set<String> = [], takesObjects: Bool = false,
        skipsElements: Bool = false
    ) throws(ImportError) {
        self.streamed = streamed
        self.takesObjects = takesObjects
        self.skipsElements = skipsElements
        name = source.name
        reader = try source.open()
    }

    /// The next element; `nil` at the end.
    ///
    /// - Throws: ``ImportError`` `import.invalid-json` or `import.truncated` with the line, where
    ///   nothing behind can be told apart; `import.unreadable`.
    mutating func next() throws(ImportError) -> Element? {
        while true {
            switch state {
            case .root:
                guard let byte = try peek() else {
                    guard roots > 0 else { throw truncated() }
                    return nil
                }
                if let element = try root(byte) { return element }
            case .members(let isFirst):
                if let element = try member(isFirst: isFirst) { return element }
            case .elements(let key, let index):
                if let element = try element(of: key, index) { return element }
            }
        }
    }

    private mutating func root(_ byte: UInt8) throws(ImportError) -> Element? {
        guard roots == 0 || takesObjects else { throw malformed("text behind the document") }
        roots += 1
        switch byte {
        case UInt8(ascii: "{") where takesObjects:
            number += 1
            return try value(nil, roots == 1 ? "" : "/\(roots - 1)", number)
        case UInt8(ascii: "{"):
            position += 1
            state = .members(isFirst: true)
        case UInt8(ascii: "["):
            position += 1
            state = .elements(of: nil, index: 0)
        default: throw malformed("neither an object nor an array")
        }
        return nil
    }

    private mutating func member(isFirst: Bool) throws(ImportError) -> Element? {
        guard try separator(closing: UInt8(ascii: "}"), isFirst: isFirst) else {
            state = .root
            return nil
        }
        guard try required() == UInt8(ascii: "\"") else { throw malformed("a key is missing") }
        let text = try scan(keeps: true)
        guard case .string(let key)? = try? JSONValue(parsing: text.bytes) else {
            throw malformed("a key is no text")
        }
        guard try required() == UInt8(ascii: ":") else { throw malformed("missing colon") }
        position += 1
        if try required() == UInt8(ascii: "["), streamed.contains(key) {
            position += 1
            state = .elements(of: key, index: 0)
            return nil
        }
        state = .members(isFirst: false)
        return try value(key, "/\(JSONElementReader.escaped(key))", 0)
    }

    private mutating func element(of key: String?, _ index: Int) throws(ImportError) -> Element? {
        guard try separator(closing: UInt8(ascii: "]"), isFirst: index == 0) else {
            state = key == nil ? .root : .members(isFirst: false)
            return nil
        }
        _ = try required()
        state = .elements(of: key, index: index + 1)
        number += 1
        let folder = key.map { "/\(JSONElementReader.escaped($0))" } ?? ""
        return try value(key, "\(folder)/\(index)", number)
    }

    /// Goes over a comma; false at the closing bracket.
    private mutating func separator(
        closing: UInt8, isFirst: Bool
    ) throws(ImportError) -> Bool {
        let byte = try required()
        if byte == closing {
            position += 1
            return false
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw malformed("missing comma") }
            position += 1
        }
        return true
    }

    private mutating func value(
        _ key: String?, _ pointer: String, _ number: Int
    ) throws(ImportError) -> Element {
        let start = line
        let text = try scan(keeps: number == 0 || !skipsElements)
        return Element(
            key: key, pointer: pointer, number: number, line: start, bytes: text.bytes,
            isTooLarge: text.isTooLarge)
    }

    private static func escaped(_ key: String) -> String {
        key.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension JSONElementReader {
    private func malformed(_ reason: String) -> ImportError {
        ImportError(
            ImportError.invalidJSON, line: line,
            reason: "\(reason) at byte \(bufferOffset + position)")
    }

    private func truncated() -> ImportError {
        ImportError(ImportError.truncated, line: line, reason: "the document ends early")
    }

    /// The next byte that is not white space, which stays to be read; `nil` at the end.
    private mutating func peek() throws(ImportError) -> UInt8? {
        while true {
            while position < buffer.count {
                switch buffer[position] {
                case 0x0A: line += 1
                case 0x20, 0x09, 0x0D: break
                case 0xEF where bufferOffset + position == 0:
                    // A byte order mark.
                    guard buffer.starts(with: [0xEF, 0xBB, 0xBF]) else { return 0xEF }
                    position += 2
                case let byte: return byte
                }
                position += 1
            }
            guard try fill() else { return nil }
        }
    }

    private mutating func required() throws(ImportError) -> UInt8 {
        guard let byte = try peek() else { throw truncated() }
        return byte
    }

    private mutating func fill() throws(ImportError) -> Bool {
        bufferOffset += buffer.count
        buffer.removeAll(keepingCapacity: true)
        position = 0
        let isFirst = bufferOffset == 0
        while try reader.read(into: &buffer, name: name) > 0 {
            // A byte order mark comes as a whole.
            if !isFirst || buffer.count >= 3 { break }
        }
        return !buffer.isEmpty
    }

    /// Goes over one value, which begins at the position.
    private mutating func scan(
        keeps: Bool
    ) throws(ImportError) -> (bytes: [UInt8], isTooLarge: Bool) {
        var scanner = ValueScanner()
        var bytes: [UInt8] = []
        var size = 0
        while true {
            let end = buffer.withUnsafeBufferPointer { scanner.scan($0, from: position) }
            size += end - position
            if keeps, size <= ImportLimits.documentBytes {
                bytes.append(contentsOf: buffer[position..<end])
            } else {
                bytes = []
            }
            position = end
            if scanner.isDone { break }
            guard try fill() else {
                guard scanner.isScalar else { throw truncated() }
                break
            }
        }
        line += scanner.lines
        guard size > 0 else { throw malformed("a value is missing") }
        return (bytes, size > ImportLimits.documentBytes)
    }
}

/// Finds the end of a JSON value by its brackets and quotes.
private struct ValueScanner {
    private(set) var isDone = false
    private(set) var lines = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var hasBegun = false

    /// Whether it is a number or a word, which ends where something else begins.
    var isScalar: Bool { hasBegun && depth == 0 && !isInString }

    /// The place behind the part of the value that stands in these bytes.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    isDone = depth == 0
                } else if byte == 0x0A {
                    lines += 1
                }
            } else {
                take(byte)
                if isDone, depth < 0 || isSeparator(byte) { return index }
            }
            hasBegun = true
            index += 1
            if isDone { return index }
        }
        return index
    }

    private mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            // Below zero it closes what the value stands in.
            isDone = depth <= 0
        case 0x0A where depth > 0: lines += 1
        default: isDone = depth == 0 && isSeparator(byte)
        }
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") || byte == 0x20 || byte == 0x0A
            || byte == 0x0D || byte == 0x09
    }
}
