/// The two keys under which Vietnamese text is indexed and found.
///
/// The *fold* key is the word in lower case, with đ as d and without the marks U+0300–036F of
/// Latin letters: `Đường` gives `duong`. The *tone* key keeps the letters of Vietnamese and moves
/// the five tone marks to the end as a digit: `hoà` and `hòa` both give `hoa2`, `việt` gives
/// `viêt6`. The digits are 2 huyền, 3 hỏi, 4 ngã, 5 sắc, 6 nặng; a level tone has none.
///
/// Marks of other scripts are kept: `が` and `か` have different keys. Keys hold no punctuation
/// and no upper case, so the `ascii` tokenizer of FTS5 takes each as one token. They are equal
/// for canonically equivalent texts. Ð and ð (U+00D0, U+00F0) count as Đ and đ.
///
/// A tone key is not unique to a word: the text `ma6` has the tone key of `mạ`.
public enum SearchKeys {
    /// Returns the tokens of a text, in order.
    ///
    /// A token is a run of letters and digits with their combining marks. Zero-width characters
    /// (U+200B–200D, U+2060, U+FEFF) and the soft hyphen are ignored inside a token. All other
    /// characters separate tokens; a mark that follows no letter or digit is passed over.
    ///
    /// - Parameter text: Any text; it need not be in NFC.
    /// - Returns: Tokens with non-empty keys and ascending ranges of the text as given.
    /// - Complexity: O(n). Text that is not in NFC takes several times as long.
    public static func tokens(_ text: String) -> [SearchToken] {
        var text = text
        let isComposed = TextNormalization.isNFC(text)
        return text.withUTF8 { bytes in
            var tokens: [SearchToken] = []
            var scanner = KeyScanner()
            while let range = scanner.next(in: bytes) {
                var fold = String(decoding: scanner.fold, as: UTF8.self)
                var tone = String(decoding: scanner.tone, as: UTF8.self)
                if !isComposed {
                    (fold, tone) = keys(String(decoding: bytes[range], as: UTF8.self))
                }
                tokens.append(SearchToken(fold: fold, tone: tone, utf8Range: range))
                scanner.fold.removeAll(keepingCapacity: true)
                scanner.tone.removeAll(keepingCapacity: true)
            }
            return tokens
        }
    }

    /// Returns the keys of all tokens of a text, joined by single spaces, as the index stores them.
    ///
    /// - Parameter text: Any text; it need not be in NFC.
    /// - Returns: Both keys, with as many words each as ``tokens(_:)`` gives tokens.
    /// - Complexity: O(n), by table over the UTF-8 bytes for text in Latin script.
    public static func keys(_ text: String) -> (fold: String, tone: String) {
        var (fold, tone): ([UInt8], [UInt8]) = ([], [])
        appendKeys(of: text, fold: &fold, tone: &tone)
        return (String(decoding: fold, as: UTF8.self), String(decoding: tone, as: UTF8.self))
    }

    /// Appends the keys of all tokens of a text to those of other texts, with single spaces
    /// between them.
    ///
    /// - Parameters:
    ///   - text: Any text; it need not be in NFC.
    ///   - fold: The fold keys so far, UTF-8.
    ///   - tone: The tone keys so far, UTF-8.
    /// - Complexity: As ``keys(_:)``.
    public static func appendKeys(
        of text: String, fold: inout [UInt8], tone: inout [UInt8]
    ) {
        var composed = TextNormalization.nfc(text)
        composed.withUTF8 { bytes in
            var scanner = KeyScanner()
            swap(&scanner.fold, &fold)
            swap(&scanner.tone, &tone)
            scanner.fold.reserveCapacity(scanner.fold.count + bytes.count + 16)
            scanner.tone.reserveCapacity(scanner.tone.count + bytes.count + 16)
            if !scanner.fold.isEmpty { scanner.appendSpace() }
            var isEmpty = true
            while scanner.next(in: bytes) != nil {
                scanner.appendSpace()
                isEmpty = false
            }
            // The last space follows a token of this text, or stands where it has none.
            if !isEmpty || !scanner.fold.isEmpty {
                scanner.fold.removeLast()
                scanner.tone.removeLast()
            }
            swap(&scanner.fold, &fold)
            swap(&scanner.tone, &tone)
        }
    }

    /// Returns the fold key of a word, or of each of several words, joined by spaces.
    ///
    /// Folding a fold key changes nothing.
    public static func fold(_ word: String) -> String {
        keys(word).fold
    }

    /// Returns the tone key of a word, or of each of several words, joined by spaces.
    public static func tone(_ word: String) -> String {
        keys(word).tone
    }
}
