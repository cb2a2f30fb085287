/// The five tone marks of Vietnamese and the digits that stand for them in tone keys.
///
/// The level tone (ngang) has no mark and no digit; it would be 1.
enum VietnameseTone {
    /// Returns the ASCII digit of a combining tone mark, or nil for any other scalar.
    ///
    /// 2 huyền (grave), 3 hỏi (hook above), 4 ngã (tilde), 5 sắc (acute), 6 nặng (dot below).
    @inline(__always)
    static func digit(ofMark value: UInt32) -> UInt8? {
        switch value {
        case 0x300: 0x32
        case 0x309: 0x33
        case 0x303: 0x34
        case 0x301: 0x35
        case 0x323: 0x36
        default: nil
        }
    }

    /// Whether `scalar` is a letter on which Vietnamese writes a tone mark, its own marks aside.
    static func isVowel(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a", "e", "i", "o", "u", "y": true
        default: false
        }
    }
}
