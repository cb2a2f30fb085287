/// How scalars take part in tokens, wherever no table has the answer.
enum KeyScalar {
    /// Whether `scalar` is a letter, a decimal digit or a letter-like number.
    static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber:
            true
        default: false
        }
    }

    /// Whether `scalar` is a combining mark of any script.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Whether a scalar is passed over inside a token: zero-width characters and soft hyphen.
    static func isIgnored(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: true
        default: false
        }
    }

    /// Whether `scalar` is a letter of the Latin script, so that its marks can be stripped.
    static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.isAlphabetic else { return false }
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0x2AF, 0x1E00...0x1EFF: return true
        case 0x1D00...0x1D25, 0x1D62...0x1D65, 0x1D6B...0x1D77, 0x1D79...0x1D9A: return true
        case 0x2C60...0x2C7F, 0xA722...0xA7FF, 0xAB30...0xAB64: return true
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A: return true
        default: return false
        }
    }

    /// Returns the lower-case form of a scalar, with the Greek final sigma made an ordinary one.
    static func lowercase(_ scalar: Unicode.Scalar) -> String {
        scalar == "\u{3C2}" ? "\u{3C3}" : scalar.properties.lowercaseMapping
    }
}
