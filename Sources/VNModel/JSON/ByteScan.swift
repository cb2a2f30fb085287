internal import VNText

/// Finds bytes of some kinds, eight at a time.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first place at or behind `start` of a control character or of one of two other bytes;
    /// the count if there is none.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func firstControl(
        or one: UInt8, or other: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int {
        var index = start
        let words = UnsafeRawBufferPointer(bytes)
        let (ones, highs) = (ones, highs)
        let (first, second) = (ones &* UInt64(one), ones &* UInt64(other))
        while index + 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The high bit of a byte is set where it is below 0x20, or equal to one of the two;
            // a borrow can only set it behind such a byte.
            let low = (word &- ones &* 0x20) & ~word
            let (left, right) = (word ^ first, word ^ second)
            let equal = ((left &- ones) & ~left) | ((right &- ones) & ~right)
            if (low | equal) & highs != 0 { break }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == one || byte == other { return index }
            index += 1
        }
        return index
    }

    /// The first place of a byte; the count if there is none.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func first(_ wanted: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        let words = UnsafeRawBufferPointer(bytes)
        let (ones, highs) = (ones, highs)
        let pattern = ones &* UInt64(wanted)
        while index + 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
            if (word &- ones) & ~word & highs != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] != wanted { index += 1 }
        return index
    }

    /// Whether two runs of one length have the same bytes.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func isEqual(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        if left.baseAddress == right.baseAddress { return true }
        let (one, other) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var index = 0
        while index + 8 <= count {
            let word = one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether bytes are well-formed UTF-8.
    ///
    /// - Complexity: O(*n*), a look-up and a shift a byte.
    /// - Source: Unicode 16, table 3-7.
    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { utf8.accepts(bytes) }

    private static let utf8 = ByteAutomaton { byte, go in
        let start = ByteAutomaton.start
        // So many bytes from 80 to BF are to come.
        let (one, two, three) = (2, 3, 4)
        // Behind E0, ED, F0 and F4.
        let (notOverlong3, notSurrogate, notOverlong4, notBeyond) = (5, 6, 7, 8)
        switch byte {
        case 0x00...0x7F: go(start, start)
        case 0x80...0xBF:
            go(one, start)
            go(two, one)
            go(three, two)
            go(byte >= 0xA0 ? notOverlong3 : notSurrogate, one)
            go(byte >= 0x90 ? notOverlong4 : notBeyond, two)
        case 0xC2...0xDF: go(start, one)
        case 0xE0: go(start, notOverlong3)
        case 0xED: go(start, notSurrogate)
        case 0xE1...0xEF: go(start, two)
        case 0xF0: go(start, notOverlong4)
        case 0xF1...0xF3: go(start, three)
        case 0xF4: go(start, notBeyond)
        default: break
        }
    }
}
