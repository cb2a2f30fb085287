import Foundation
import Testing
import VNText

@Suite("Normalization")
struct TextNormalizationTests {
    @Test("decomposed Vietnamese is composed, byte for byte")
    func composesVietnamese() {
        let decomposed = "Ti\u{302}\u{301}ng Vi\u{323}\u{302}t, đu\u{31B}\u{300}ng"
        let composed = TextNormalization.nfc("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t")
        #expect(Array(composed.utf8) == Array("Tiếng Việt".utf8))
        #expect(TextNormalization.isNFC("Tiếng Việt"))
        #expect(!TextNormalization.isNFC(decomposed))
        #expect(TextNormalization.isNFC(""))
        #expect(TextNormalization.nfc("").isEmpty)
    }

    @Test("every scalar composes as the platform says, from any form")
    func agreesOnEveryScalar() {
        for value in UInt32(0x80)..<0x30000 {
            // Ideographs and private use are all alike.
            if 0x3500..<0x9F00 ~= value || 0xE010..<0xF800 ~= value { continue }
            if 0x20100..<0x2F700 ~= value { continue }
            guard let text = Unicode.Scalar(value).map({ String($0) }) else { continue }
            let expected = bytes(text.precomposedStringWithCanonicalMapping)
            let isRight =
                bytes(TextNormalization.nfc(text)) == expected
                && bytes(TextNormalization.nfc(text.decomposed)) == expected
                && TextNormalization.isNFC(text) == (bytes(text) == expected)
            #expect(isRight, "U+\(String(value, radix: 16))")
        }
    }

    @Test("what is plain at a glance is in NFC, and what Vietnamese is written with is plain")
    func plainText() {
        func isPlain(_ text: String) -> Bool {
            var text = text
            return text.withUTF8 { TextNormalization.isSurelyNFC($0) }
        }
        // Whatever begins higher has other first bytes.
        let wrong = (UInt32(0x80)..<0x3000).compactMap(Unicode.Scalar.init).filter { scalar in
            let text = "e\(scalar)ế\(scalar)"
            return isPlain(text) && !TextNormalization.isNFC(text)
        }
        #expect(wrong == [])
        #expect(isPlain("“Đường về” – giá 5.000 ₫, nhưng… ‘Ở đây’ ẠẾỮỳỵỹ"))
        #expect(!isPlain("e\u{301}") && !isPlain("\u{2000}") && !isPlain("\u{1E00}\u{323}"))
    }

    @Test("every scalar between letters and marks keeps the text equivalent")
    func scalarsInContext() {
        for block in stride(from: UInt32(0), to: 0x30000, by: 16) {
            if 0x3500..<0x9F00 ~= block || 0xAD00..<0xF800 ~= block { continue }
            if 0x20100..<0x2F700 ~= block { continue }
            var scalars = String.UnicodeScalarView()
            for scalar in (block..<block + 16).compactMap(Unicode.Scalar.init) {
                scalars.append(contentsOf: ["e", scalar, "\u{301}", "\u{323}", scalar, scalar])
            }
            expectComposed(String(scalars), "block \(String(block, radix: 16))")
        }
    }

    @Test(
        "random text stays equivalent, and all its forms compose alike", arguments: [UInt64(1), 2])
    func randomText(seed: UInt64) {
        var random = SeededText(seed: seed)
        for round in 0..<1000 {
            let text = random.text(limit: round % 40)
            expectComposed(text, "seed \(seed) round \(round)")
        }
    }

    @Test("marks compose only where nothing is in the way, as the standard says")
    func blocking() {
        let cases = [
            ("a\u{302}\u{323}", "\u{1EAD}"), ("a\u{323}\u{302}", "\u{1EAD}"),
            ("\u{E2}\u{323}", "\u{1EAD}"), ("\u{1EA1}\u{302}", "\u{1EAD}"),
            ("a\u{304}\u{302}", "\u{101}\u{302}"), ("a\u{316}\u{301}", "\u{E1}\u{316}"),
            ("a\u{305}\u{301}", "a\u{305}\u{301}"), ("a\u{200D}\u{301}", "a\u{200D}\u{301}"),
            ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"), ("\u{AC00}\u{11A8}", "\u{AC01}"),
            ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"), ("\u{AC00}\u{11A7}", "\u{AC00}\u{11A7}"),
            ("\u{1100}\u{301}\u{1161}", "\u{1100}\u{301}\u{1161}"),
            ("\u{212B}", "\u{C5}"), ("\u{2000}", "\u{2002}"), ("\u{958}", "\u{915}\u{93C}"),
            ("\u{301}\u{F73}", "\u{F71}\u{F72}\u{301}"), ("\u{344}", "\u{308}\u{301}"),
            ("\u{16121}\u{1611F}", "\u{16126}"), ("\u{16D67}\u{16D67}", "\u{16D68}"),
        ]
        for (text, composed) in cases {
            expectComposed(text, "case")
            #expect(bytes(TextNormalization.nfc(text)) == bytes(composed), "\(escaped(text))")
        }
    }

    @Test("an ideograph beyond U+FFFF with a mark stays what it is")
    func ideographsStay() {
        // A platform's composition took U+200E2 for U+00E2 here and made a Vietnamese letter of it.
        for text in ["\u{200E2}\u{323}", "\u{100C2}\u{301}\u{323}"] {
            #expect(TextNormalization.nfc(text).unicodeScalars.first == text.unicodeScalars.first)
        }
        #expect(TextNormalization.isNFC("\u{200E2}\u{323}"))
    }

    @Test("a run of half a million marks out of order is composed, nothing lost")
    func composesHostileRun() {
        // Sorting by insertion, as platforms do, takes hours for it.
        let count = 250_000
        let composed = TextNormalization.nfc(
            "e" + String(repeating: "\u{301}\u{323}", count: count))
        #expect(composed.unicodeScalars.count == 2 * count)
        #expect(composed.unicodeScalars.first == "ẹ")
        #expect(composed.unicodeScalars.last == "\u{301}")
        #expect(TextNormalization.isNFC(composed))
    }

    @Test("Vietnamese ingress composes and makes eth the letter it looks like")
    func repairsLookAlikes() {
        let typed = "Ða\u{300} La\u{323}t, gia ðình"
        let repaired = "Đà Lạt, gia đình"
        for language in ["vi", "VI", "vi-VN", "vi_VN", "Vi-Latn"] {
            let ingress = TextNormalization.ingress(typed, language: language)
            #expect(Array(ingress.utf8) == Array(repaired.utf8), "\(language)")
            let again = TextNormalization.ingress(ingress, language: language)
            #expect(Array(again.utf8) == Array(ingress.utf8))
        }
    }

    @Test("ingress of other languages composes only", arguments: ["is", "en", "", "vie", "x-vi"])
    func leavesOtherLanguages(language: String) {
        let ingress = TextNormalization.ingress("Ðo\u{301}ra", language: language)
        #expect(Array(ingress.utf8) == Array("Ðóra".utf8))
    }

    private func expectComposed(_ text: String, _ comment: String) {
        let composed = TextNormalization.nfc(text)
        let isSame = bytes(composed) == bytes(text)
        // The comparison of the language sorts these Tibetan vowels wrongly after other marks.
        let isBeyondComparison = text.unicodeScalars.contains {
            [0x0F73, 0x0F75, 0x0F81].contains($0.value)
        }
        let isRight =
            (composed == text || isBeyondComparison)
            && TextNormalization.isNFC(text) == isSame
            && TextNormalization.isNFC(composed)
            && bytes(TextNormalization.nfc(composed)) == bytes(composed)
            && bytes(TextNormalization.nfc(text.decomposed)) == bytes(composed)
        #expect(isRight, "\(comment): \(escaped(text))")
    }

    private func bytes(_ text: String) -> [UInt8] {
        Array(text.utf8)
    }

    private func escaped(_ text: String) -> String {
        text.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    }
}
