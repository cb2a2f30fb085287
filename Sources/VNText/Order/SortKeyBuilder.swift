/// Collects the three levels of a sort key.
struct SortKeyBuilder {
    /// Bytes of a key, lowest first. Level ends are below all weights, so that the shorter of two
    /// levels comes first.
    private enum Weight {
        static let levelEnd: UInt8 = 0x00
        static let wordEnd: UInt8 = 0x01
        /// Added to 2…6, the digits of the marked tones.
        static let tone: UInt8 = 0x01
        static let foreignMark: UInt8 = 0x10
    }

    /// Weights of the letters and digits by the packed bytes of ``LatinLetter/tone``.
    private static let weights: [UInt32: UInt8] = {
        let alphabet = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
        let pairs = alphabet.unicodeScalars.enumerated().map { index, scalar in
            (LatinLetter(scalar).tone, UInt8(index) + Weight.wordEnd + 1)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    /// The weight of each entry of ``LatinTable/letters``, 0 for letters outside the alphabet,
    /// and whether it is upper case.
    private static let latin: [(weight: UInt8, isUpper: Bool)] = LatinTable.letters.indices.map {
        let isUpper = LatinTable.scalar(at: $0)?.properties.changesWhenLowercased ?? false
        return (weights[LatinTable.letters[$0].tone] ?? 0, isUpper)
    }

    private let letters = LatinTable.letters
    private let latin = Self.latin
    private var primary: [UInt8] = []
    private var secondary: [UInt8] = []
    /// Whether each letter is upper case, as bits from the highest down.
    private var tertiary: [UInt8] = []
    private var letterCount = 0
    private var endsWord = false
    private var isAfterVowel = false
    private var isAfterLatin = false

    /// Adds the next scalar of a text in NFC.
    mutating func append(_ scalar: Unicode.Scalar) {
        if let index = LatinTable.index(of: scalar.value) {
            appendLatin(index, scalar)
        } else if KeyScalar.isMark(scalar) {
            appendMark(scalar)
        } else if KeyScalar.isLetterOrDigit(scalar) {
            beginLetter(isUpper: scalar.properties.changesWhenLowercased)
            primary.append(contentsOf: KeyScalar.lowercase(scalar).utf8)
            isAfterVowel = false
            isAfterLatin = KeyScalar.isLatin(scalar)
        } else {
            appendSeparator(scalar)
        }
    }

    /// Joins the levels.
    mutating func finish() -> [UInt8] {
        // A word without tone is one word end and the lowest there is, so the last may go.
        secondary.removeLast(secondary.reversed().prefix { $0 == Weight.wordEnd }.count)
        tertiary.removeLast(tertiary.reversed().prefix { $0 == 0 }.count)
        let key = primary + [Weight.levelEnd] + secondary + [Weight.levelEnd] + tertiary
        return key.dropLast(key.reversed().prefix { $0 == Weight.levelEnd }.count)
    }

    private mutating func appendLatin(_ index: Int, _ scalar: Unicode.Scalar) {
        let letter = letters[index]
        guard letter.role == .plain || letter.role == .vowel else {
            appendSeparator(scalar)
            return
        }
        let (weight, isUpper) = latin[index]
        beginLetter(isUpper: isUpper)
        if weight > 0 { primary.append(weight) } else { appendForeign(letter) }
        if letter.digit != 0 { appendTone(letter.digit) }
        if letter.secondDigit != 0 { appendTone(letter.secondDigit) }
        isAfterVowel = letter.role == .vowel
        isAfterLatin = letter.isLatin
    }

    /// A letter outside the alphabet goes by its plain spelling, and by itself second.
    private mutating func appendForeign(_ letter: LatinLetter) {
        let base = Self.unpacked(letter.fold, letter.foldCount)
        if let plain = base.unicodeScalars.first.flatMap(LatinSpelling.plain) {
            primary.append(contentsOf: plain.utf8.compactMap { Self.weights[UInt32($0)] })
            secondary.append(Weight.foreignMark)
            secondary.append(contentsOf: Self.unpacked(letter.tone, letter.toneCount).utf8)
        } else {
            primary.append(contentsOf: Self.unpacked(letter.tone, letter.toneCount).utf8)
        }
    }

    private mutating func appendMark(_ mark: Unicode.Scalar) {
        guard letterCount > 0, !endsWord else { return }
        if isAfterVowel, let digit = VietnameseTone.digit(ofMark: mark.value) {
            appendTone(digit)
        } else if isAfterLatin {
            secondary.append(Weight.foreignMark)
            secondary.append(contentsOf: String(mark).utf8)
        } else {
            primary.append(contentsOf: String(mark).utf8)
        }
    }

    private mutating func appendTone(_ digit: UInt8) {
        secondary.append(digit - UInt8(ascii: "0") + Weight.tone)
    }

    private mutating func appendSeparator(_ scalar: Unicode.Scalar) {
        if scalar.properties.isWhitespace { endsWord = true }
    }

    private mutating func beginLetter(isUpper: Bool) {
        if endsWord && letterCount > 0 {
            primary.append(Weight.wordEnd)
            secondary.append(Weight.wordEnd)
        }
        endsWord = false
        if letterCount % 8 == 0 { tertiary.append(0) }
        if isUpper { tertiary[tertiary.count - 1] |= 0x80 >> UInt8(letterCount % 8) }
        letterCount += 1
    }

    private static func unpacked(_ bytes: UInt32, _ count: UInt8) -> String {
        let unpacked = (0..<UInt32(count)).map { UInt8(truncatingIfNeeded: bytes >> ($0 * 8)) }
        return String(decoding: unpacked, as: UTF8.self)
    }
}
