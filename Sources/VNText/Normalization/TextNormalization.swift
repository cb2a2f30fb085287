/// Canonical composition (NFC) of text, and the repairs made where text enters the system.
///
/// Swift compares composed and decomposed text as equal; SQLite, hashes and signatures do not.
/// So every text is brought to NFC once, at ingress, and everything after may compare bytes.
public enum TextNormalization {
    /// Returns the canonical composition of `text`.
    ///
    /// Text made only of ASCII, composed Latin, and the other scalars that ``isNFC(_:)`` settles
    /// at a glance is returned as it is, without an allocation. The tables are those of Unicode 16
    /// on every platform and in every version of it.
    ///
    /// - Parameter text: Any text, of any length, with any number of combining marks in a row.
    /// - Returns: `text` in NFC. The result is canonically equivalent to `text`, nothing is lost.
    /// - Complexity: O(n) for ordinary text; O(n log n) for a run of n combining marks.
    public static func nfc(_ text: String) -> String {
        var text = text
        return text.withUTF8 { NormalizationCheck.firstDoubt(in: $0) }.map { doubt in
            compose(text, from: doubt)
        } ?? text
    }

    /// Returns whether `text` is byte for byte its own canonical composition.
    ///
    /// - Complexity: O(n); allocates only if the text holds scalars that need a closer look.
    public static func isNFC(_ text: String) -> Bool {
        var text = text
        guard let doubt = text.withUTF8({ NormalizationCheck.firstDoubt(in: $0) }) else {
            return true
        }
        return compose(text, from: doubt).utf8.elementsEqual(text.utf8)
    }

    /// Whether bytes are, at a glance, in NFC; most text is, and what is not may be all the same.
    ///
    /// - Parameter bytes: Well-formed UTF-8.
    /// - Complexity: O(n), without an allocation.
    package static func isSurelyNFC(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        NormalizationCheck.isPlain(bytes) || NormalizationCheck.firstDoubt(in: bytes) == nil
    }

    /// Returns `text` as it is stored: in NFC and, for Vietnamese, with look-alikes repaired.
    ///
    /// The repair turns the Icelandic letters Ð (U+00D0) and ð (U+00F0), which some keyboards and
    /// old encodings give for the Vietnamese letter, into Đ (U+0110) and đ (U+0111).
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - language: A BCP 47 tag. The repair is made if its first subtag is `vi`, in any case.
    /// - Returns: The text to store. Applying the function again changes nothing.
    /// - Complexity: O(n), without an allocation if there is nothing to do.
    public static func ingress(_ text: String, language: String) -> String {
        let composed = nfc(text)
        let primary = language.prefix { $0 != "-" && $0 != "_" }
        guard primary.lowercased() == "vi" else { return composed }
        return repairingLookAlikes(composed)
    }

    private static func repairingLookAlikes(_ text: String) -> String {
        let isLookAlike = { (scalar: Unicode.Scalar) in scalar == "\u{D0}" || scalar == "\u{F0}" }
        guard text.unicodeScalars.contains(where: isLookAlike) else { return text }
        var repaired = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{D0}": repaired.append("Đ")
            case "\u{F0}": repaired.append("đ")
            default: repaired.append(scalar)
            }
        }
        return String(repaired)
    }
}

extension TextNormalization {
    /// The canonical decomposition of one scalar.
    static func decomposition(of scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        var parts = String.UnicodeScalarView()
        CanonicalMappings.shared.decompose(scalar.value) {
            parts.append(Unicode.Scalar($0) ?? "\u{FFFD}")
        }
        return parts
    }

    /// Composes `text`, whose bytes before `start` are known to be composed.
    private static func compose(_ text: String, from start: Int) -> String {
        let head = text.utf8.index(text.utf8.startIndex, offsetBy: start)
        var composer = Composer()
        for scalar in text.unicodeScalars[head...] { composer.append(scalar) }
        return text[..<head] + composer.finish()
    }
}
