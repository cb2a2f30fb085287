/// Decides at a glance, for most of the text people write, that it is in NFC.
enum NormalizationCheck {
    /// Whether text consists of nothing but what Vietnamese is written with: scalars up to U+02FF,
    /// Latin Extended Additional, and U+2002 to U+20BF, where dashes, quotation marks and the đồng
    /// sign are.
    ///
    /// - Parameter bytes: Well-formed UTF-8.
    /// - Complexity: O(n), a look-up and a shift a byte.
    static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { plainText.accepts(bytes) }

    private static let plainText = ByteAutomaton { byte, go in
        let (start, last, afterE1, afterE2, afterE280) = (ByteAutomaton.start, 2, 3, 4, 5)
        switch byte {
        case 0x00...0x7F: go(start, start)
        case 0x80...0xBF:
            go(last, start)
            if byte >= 0xB8, byte <= 0xBB { go(afterE1, last) }
            if byte == 0x80 { go(afterE2, afterE280) }
            if byte == 0x81 || byte == 0x82 { go(afterE2, last) }
            if byte >= 0x82 { go(afterE280, start) }
        case 0xC2...0xCB: go(start, last)
        case 0xE1: go(start, afterE1)
        case 0xE2: go(start, afterE2)
        default: break
        }
    }

    /// Returns where a closer look has to begin, or nil if the text certainly is in NFC.
    ///
    /// The place is the start of the last scalar that cannot take part in a composition with
    /// anything before it, so the bytes before it are composed whatever follows.
    ///
    /// - Parameter bytes: Well-formed UTF-8.
    static func firstDoubt(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        var lastStarter = 0
        while index < bytes.count {
            let byte = bytes[index]
            // One and two byte forms up to U+02FF are composed starters, all of them.
            if byte < 0x80 {
                lastStarter = index
                index += 1
            } else if byte < 0xCC {
                lastStarter = index
                index += 2
            } else if byte == 0xE1, 0xB8...0xBB ~= bytes[index + 1] {
                // Latin Extended Additional, where most Vietnamese vowels with two marks are.
                lastStarter = index
                index += 3
            } else {
                let (value, length) = UTF8Decoding.scalar(in: bytes, at: index)
                guard isComposedStarter(value) else { return lastStarter }
                lastStarter = index
                index += length
            }
        }
        return nil
    }

    /// Ranges of scalars that are their own composition, of combining class 0, and never the
    /// second part of a composition. Not all such scalars: those worth knowing by heart.
    static func isComposedStarter(_ value: UInt32) -> Bool {
        switch value {
        case 0...0x2FF, 0x1E00...0x1EFF: true
        case 0x370...0x373, 0x375...0x377, 0x37A...0x37D, 0x37F...0x386, 0x388...0x482: true
        case 0x48A...0x58F: true
        case 0xE01...0xE37, 0xE3F...0xE47: true
        case 0x2002...0x20CF, 0x2100...0x2125, 0x212C...0x2328, 0x232B...0x2ADB: true
        case 0x3000...0x3029, 0x3030...0x3096, 0x309B...0xA66E, 0xAC00...0xD7A3: true
        case 0xFE00...0xFE0F, 0xFE30...0xFFFF: true
        case 0x1F000...0x1FAFF, 0x20000...0x2F7FF: true
        default: false
        }
    }
}
