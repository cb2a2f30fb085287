/// Looks whether a text is canonical JSON.
///
/// It accepts nothing that ``JSONValue`` would not parse, and nothing that would be encoded in
/// other bytes. Whatever it does not accept has to be parsed.
struct CanonicalScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private var position = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// Whether a text is canonical and not nested too deeply.
    ///
    /// - Complexity: O(*n*).
    static func accepts(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) -> Bool {
        var scanner = CanonicalScanner(bytes, depthLimit: depthLimit)
        return scanner.value(depth: 0) && scanner.position == bytes.count
            && ByteScan.isUTF8(bytes)
    }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        switch next {
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): array(depth: depth)
        case UInt8(ascii: "t"): word("true")
        case UInt8(ascii: "f"): word("false")
        case UInt8(ascii: "n"): word("null")
        default: number()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        guard depth < depthLimit else { return false }
        position += 1
        if skip(UInt8(ascii: "}")) { return true }
        var last: Range<Int>?
        while true {
            let start = position + 1
            guard string(), skip(UInt8(ascii: ":")) else { return false }
            let key = start..<position - 2
            // The order of escaped keys is not that of these bytes.
            guard !hasEscape(key) else { return false }
            if let last, !precedes(last, key) { return false }
            last = key
            guard value(depth: depth + 1) else { return false }
            if skip(UInt8(ascii: "}")) { return true }
            guard skip(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        guard depth < depthLimit else { return false }
        position += 1
        if skip(UInt8(ascii: "]")) { return true }
        while true {
            guard value(depth: depth + 1) else { return false }
            if skip(UInt8(ascii: "]")) { return true }
            guard skip(UInt8(ascii: ",")) else { return false }
        }
    }

    private func hasEscape(_ range: Range<Int>) -> Bool {
        bytes[range].contains(UInt8(ascii: "\\"))
    }

    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        let count = min(left.count, right.count)
        for offset in 0..<count {
            let (one, other) = (
                bytes[left.lowerBound &+ offset], bytes[right.lowerBound &+ offset]
            )
            if one != other { return one < other }
        }
        return left.count < right.count
    }

    private mutating func string() -> Bool {
        guard skip(UInt8(ascii: "\"")) else { return false }
        while true {
            position = ByteScan.firstControl(
                or: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: bytes, from: position)
            switch next {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard escape() else { return false }
            default: return false
            }
        }
    }

    /// An escape as ``JSONWriter`` writes them.
    private mutating func escape() -> Bool {
        position += 1
        let byte = next
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            guard position + 4 <= bytes.count, bytes[position] == UInt8(ascii: "0"),
                bytes[position + 1] == UInt8(ascii: "0"),
                let high = CanonicalScanner.digit(bytes[position + 2]),
                let low = CanonicalScanner.digit(bytes[position + 3])
            else { return false }
            position += 4
            let code = high << 4 | low
            // NUL is refused, and these three have shorter escapes.
            return code > 0 && code < 0x20 && code != 0x0A && code != 0x0D && code != 0x09
        default: return false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        position += count
        return true
    }

    private mutating func number() -> Bool {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        let first = position
        while next &- UInt8(ascii: "0") < 10 { position += 1 }
        let count = position - first
        let isPlain =
            switch next {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): false
            default: true
            }
        guard isPlain, count > 0, count < 19, bytes[first] != UInt8(ascii: "0") || count == 1,
            !isNegative || bytes[first] != UInt8(ascii: "0")
        else { return rareNumber(from: start) }
        return true
    }

    /// A double, or a whole number that might not fit: what is written of its value must be it.
    private mutating func rareNumber(from start: Int) -> Bool {
        position = start
        while position < bytes.count, !CanonicalScanner.ends(bytes[position]) { position += 1 }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard text.count <= Limits.jsonNumberLength, let value = try? JSONValue(parsing: text)
        else { return false }
        switch value {
        case .integer, .number: return value.canonicalBytes.elementsEqual(text)
        default: return false
        }
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }
}

/// Goes over canonical JSON, which it does not check.
struct CanonicalWalker {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let base: Int
    private var position = 0

    /// - Parameters:
    ///   - bytes: an array or an object.
    ///   - base: what is added to the places that are told.
    init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int) {
        self.bytes = bytes
        self.base = base
    }

    /// Hands the places of the elements or members to `body`, those of keys with their quotes.
    mutating func members(_ body: (_ key: Range<Int>, _ value: Range<Int>) -> Void) {
        position = 0
        container(body)
    }

    /// Goes over an array of objects.
    ///
    /// - Parameters:
    ///   - member: is handed the places of each member, as by ``members(_:)``.
    ///   - object: is handed the place of each object, behind its members.
    /// - Returns: `false` if this is no array, or at the first element that is no object.
    mutating func objects(
        member: (_ key: Range<Int>, _ value: Range<Int>) -> Void, object: (Range<Int>) -> Void
    ) -> Bool {
        guard bytes.first == UInt8(ascii: "[") else { return false }
        position = 1
        guard bytes.count > 2 else { return true }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "{") else { return false }
            let start = position
            container(member)
            object(start + base..<position + base)
            position += 1
        }
        return true
    }

    /// Goes over the array or object at the position, and ends behind it.
    private mutating func container(_ body: (_ key: Range<Int>, _ value: Range<Int>) -> Void) {
        guard position + 1 < bytes.count else { return }
        let hasKeys = bytes[position] == UInt8(ascii: "{")
        position += 1
        // An empty one has its other half here.
        var isOpen = !isClosing(bytes[position])
        if !isOpen { position += 1 }
        while isOpen, position < bytes.count {
            let start = position
            var key = start..<start
            if hasKeys {
                skipString()
                key = start..<position
                position += 1
            }
            let place = position
            skipValue()
            body(
                key.lowerBound + base..<key.upperBound + base, place + base..<position + base)
            isOpen = position < bytes.count && bytes[position] == UInt8(ascii: ",")
            position += 1
        }
    }

    private func isClosing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    private mutating func skipString() {
        position += 1
        while position < bytes.count {
            position = ByteScan.firstControl(
                or: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: bytes, from: position)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\\") else { break }
            position += 2
        }
        position += 1
    }

    private mutating func skipValue() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                skipString()
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The bracket around what is walked over ends the last value.
                if depth == 0 { return }
                depth -= 1
                position += 1
                if depth == 0 { return }
            case UInt8(ascii: ","):
                if depth == 0 { return }
                position += 1
            default: position += 1
            }
        }
    }
}
