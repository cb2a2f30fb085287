/// Walks over UTF-8 text, one token a step, and writes the keys of each token as it goes.
///
/// The keys are right for text in NFC; the ranges are right for any text, for composition
/// changes neither where a token begins nor where it ends.
struct KeyScanner {
    /// What the marks that follow would belong to.
    private enum Base {
        case vowel, latin, other
    }

    /// Fold keys written so far.
    var fold: [UInt8] = []
    /// Tone keys written so far.
    var tone: [UInt8] = []

    private let letters = LatinTable.letters
    private var position = 0
    private var digits: [UInt8] = []
    private var base = Base.other
    private var markCount = 0
    private var wasLowered = false
    private var needsComposition = false

    /// Ends a token in both keys.
    mutating func appendSpace() {
        fold.append(UInt8(ascii: " "))
        tone.append(UInt8(ascii: " "))
    }

    /// Moves to the next token and appends its keys to ``fold`` and ``tone``.
    ///
    /// - Parameter bytes: Well-formed UTF-8, the same at each step.
    /// - Returns: The bytes of the token, or nil after the last.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard let start = skipSeparators(in: bytes) else { return nil }
        let foldStart = fold.count
        let toneStart = tone.count
        digits.removeAll(keepingCapacity: true)
        needsComposition = false
        var end = start
        scan: while position < bytes.count {
            let (value, length) = UTF8Decoding.scalar(in: bytes, at: position)
            if let index = LatinTable.index(of: value) {
                let letter = letters[index]
                switch letter.role {
                case .separator: break scan
                case .ignored: position += length
                case .plain, .vowel:
                    append(letter)
                    position += length
                    end = position
                }
            } else if KeyScalar.isIgnored(value) {
                position += length
            } else {
                guard appendOther(value) else { break scan }
                position += length
                end = position
            }
        }
        finish(foldStart: foldStart, toneStart: toneStart)
        return start..<end
    }

    /// Moves to the next letter or digit and returns where it is.
    private mutating func skipSeparators(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        while position < bytes.count {
            let (value, length) = UTF8Decoding.scalar(in: bytes, at: position)
            if let index = LatinTable.index(of: value) {
                if letters[index].role.rawValue >= LatinLetter.Role.plain.rawValue {
                    return position
                }
            } else if let scalar = Unicode.Scalar(value), KeyScalar.isLetterOrDigit(scalar) {
                return position
            }
            position += length
        }
        return nil
    }

    @inline(__always)
    private mutating func append(_ letter: LatinLetter) {
        fold.append(UInt8(truncatingIfNeeded: letter.fold))
        if letter.foldCount > 1 { Self.appendRest(letter.fold, letter.foldCount, to: &fold) }
        tone.append(UInt8(truncatingIfNeeded: letter.tone))
        if letter.toneCount > 1 { Self.appendRest(letter.tone, letter.toneCount, to: &tone) }
        if letter.digit != 0 {
            digits.append(letter.digit)
            if letter.secondDigit != 0 { digits.append(letter.secondDigit) }
        }
        base = letter.role == .vowel ? .vowel : letter.isLatin ? .latin : .other
        markCount = 0
        wasLowered = false
    }

    @inline(__always)
    private static func appendRest(_ packed: UInt32, _ count: UInt8, to key: inout [UInt8]) {
        for index in 1..<UInt32(count) {
            key.append(UInt8(truncatingIfNeeded: packed >> (index * 8)))
        }
    }

    /// Appends a scalar that the table does not have, or returns false if it ends the token.
    private mutating func appendOther(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        if 0x300...0x36F ~= value || KeyScalar.isMark(scalar) {
            appendMark(scalar)
            return true
        }
        guard KeyScalar.isLetterOrDigit(scalar) else { return false }
        base = KeyScalar.isLatin(scalar) ? .latin : .other
        markCount = 0
        wasLowered = scalar.properties.changesWhenLowercased
        let lower = KeyScalar.lowercase(scalar).utf8
        fold.append(contentsOf: lower)
        tone.append(contentsOf: lower)
        return true
    }

    /// Appends a mark to the keys that keep it.
    private mutating func appendMark(_ mark: Unicode.Scalar) {
        markCount += 1
        guard markCount <= TextLimits.marksPerBaseLimit else { return }
        let utf8 = UTF8.encode(mark) ?? UTF8.encodedReplacementCharacter
        guard base != .other, 0x300...0x36F ~= mark.value else {
            fold.append(contentsOf: utf8)
            tone.append(contentsOf: utf8)
            needsComposition = needsComposition || wasLowered
            return
        }
        if base == .vowel, let digit = VietnameseTone.digit(ofMark: mark.value) {
            digits.append(digit)
        } else {
            tone.append(contentsOf: utf8)
            needsComposition = true
        }
    }

    private mutating func finish(foldStart: Int, toneStart: Int) {
        if needsComposition {
            // Lower case and cut-out tones can leave letters and marks that compose.
            Self.compose(&fold, from: foldStart)
            Self.compose(&tone, from: toneStart)
        }
        if !digits.isEmpty { tone.append(contentsOf: digits) }
    }

    private static func compose(_ key: inout [UInt8], from start: Int) {
        let token = String(decoding: key[start...], as: UTF8.self)
        key.replaceSubrange(start..., with: TextNormalization.nfc(token).utf8)
    }
}
