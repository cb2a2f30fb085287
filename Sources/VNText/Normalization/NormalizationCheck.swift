/// Decides at a glance, for most of the text people write, that it is in NFC.
enum NormalizationCheck {
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
