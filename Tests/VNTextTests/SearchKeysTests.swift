import Foundation
import Testing
import VNText

@Suite("Search keys")
struct SearchKeysTests {
    @Test("each of the 134 letters has its fold and its tone, composed or not")
    func lettersHaveKeys() {
        #expect(Vietnamese.letters.count == 134)
        #expect(Set(Vietnamese.letters.map(\.text)).count == 134)
        for letter in Vietnamese.letters {
            for form in [letter.text, letter.text.decomposed] {
                #expect(SearchKeys.fold(form) == letter.fold, "\(letter.text)")
                #expect(SearchKeys.tone(form) == letter.tone, "\(letter.text)")
                #expect(SearchKeys.tokens("x\(form)h").first?.isMarked == true, "\(letter.text)")
            }
        }
    }

    @Test("the tone goes to the end, wherever it was written")
    func tonesMoveToTheEnd() {
        #expect(SearchKeys.tone("hoà") == "hoa2")
        #expect(SearchKeys.tone("hòa") == "hoa2")
        #expect(SearchKeys.tone("việt") == "viêt6")
        #expect(SearchKeys.tone("vịêt") == "viêt6")
        #expect(SearchKeys.tone("TOÀN") == SearchKeys.tone("tòan"))
        #expect(SearchKeys.tone("đường") == "đương2")
        #expect(SearchKeys.tone("khỏe ngã") == "khoe3 nga4")
        #expect(SearchKeys.tone("ma") == "ma")
        #expect(SearchKeys.tone("ma") != SearchKeys.tone("má"))
    }

    @Test("fold keeps no mark of a Latin letter, and d for đ and eth")
    func foldStripsLatin() {
        #expect(SearchKeys.fold("Đường Ðà ðá") == "duong da da")
        #expect(SearchKeys.tone("Ðà") == SearchKeys.tone("Đà"))
        #expect(SearchKeys.fold("Señor Ångström café İstanbul") == "senor angstrom cafe istanbul")
        #expect(SearchKeys.tone("señor") == "señor")
        #expect(SearchKeys.fold("q\u{323}\u{303}z") == "qz")
    }

    @Test("marks of other scripts are kept")
    func otherMarksStay() {
        #expect(SearchKeys.fold("がっこう") != SearchKeys.fold("かっこう"))
        #expect(SearchKeys.fold("วิทยุ") == "วิทยุ")
        #expect(SearchKeys.tokens("วิทยุ").count == 1)
        #expect(SearchKeys.fold("Йод") == "йод")
        #expect(SearchKeys.fold("كِتاب") == "كِتاب")
        #expect(SearchKeys.fold("ΟΔΟΣ") == SearchKeys.fold("οδος"))
        #expect(SearchKeys.tokens("がっこう").allSatisfy { !$0.isMarked })
    }

    @Test("letters whose lower case composes otherwise have one key")
    func lowerCaseComposes() {
        // H with a line below has no composed form, its lower case has.
        #expect(bytes(SearchKeys.tone("H\u{331}")) == bytes(SearchKeys.tone("ẖ")))
        #expect(bytes(SearchKeys.fold("Ϋ\u{301}")) == bytes(SearchKeys.fold("ΰ")))
    }

    @Test("all that is neither letter, digit nor mark separates")
    func separators() {
        let keys = SearchKeys.keys("  “TP.HCM”, covid-19: 21/1; a@b.vn\n\u{0}\u{301}x²…😀y ")
        #expect(keys.fold == "tp hcm covid 19 21 1 a b vn x y")
        #expect(SearchKeys.keys("").fold.isEmpty)
        #expect(SearchKeys.keys(" .,;😀\u{301}\u{200B}").tone.isEmpty)
        #expect(SearchKeys.tokens(" .,;😀\u{301}\u{200B}").isEmpty)
    }

    @Test("zero-width characters and soft hyphens are ignored inside a token")
    func ignoredCharacters() {
        for ignored in ["\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}"] {
            let text = ignored + "Nghiên" + ignored + "cứu" + ignored + " " + ignored + "a"
            #expect(SearchKeys.keys(text).fold == "nghiencuu a")
            #expect(SearchKeys.keys(text).tone == "nghiêncưu5 a")
            let size = ignored.utf8.count
            let first = SearchKeys.tokens(text).first
            #expect(first?.utf8Range == size..<(2 * size + "Nghiêncứu".utf8.count))
        }
    }

    @Test("ranges are those of the text as given, composed or not")
    func rangesOfTheOriginal() {
        let text = "“Cảm kích” của Triều Tiên".decomposed
        let utf8 = Array(text.utf8)
        let words = SearchKeys.tokens(text).map {
            String(decoding: utf8[$0.utf8Range], as: UTF8.self)
        }
        #expect(words == ["Cảm", "kích", "của", "Triều", "Tiên"])
        #expect(SearchKeys.tokens(text).map(\.tone) == ["cam3", "kich5", "cua3", "triêu2", "tiên"])
        #expect(SearchKeys.tokens(text).map(\.isMarked) == [true, true, true, true, true])
    }

    @Test("hostile text has bounded keys")
    func hostileText() {
        let marks = String(repeating: "\u{301}", count: 100_000)
        #expect(SearchKeys.fold("a" + marks) == "a")
        #expect(SearchKeys.tone("a" + marks) == "a" + String(repeating: "5", count: 33))
        #expect(SearchKeys.fold("ب" + marks).unicodeScalars.count == 33)
        #expect(SearchKeys.tokens(marks).isEmpty)
        let loneSurrogate = String(decoding: [0x61, 0xD800, 0x62] as [UInt16], as: UTF16.self)
        #expect(SearchKeys.keys(loneSurrogate).fold == "a b")
        let long = String(repeating: "ấ", count: 10_000)
        #expect(SearchKeys.fold(long).utf8.count == 10_000)
        #expect(SearchKeys.tone(long).utf8.count == 30_000)
    }

    @Test("keys of random text keep their promises", arguments: [UInt64(11), 12, 13, 14])
    func randomText(seed: UInt64) {
        var random = SeededText(seed: seed)
        for round in 0..<500 {
            let text = random.text(limit: round % 30)
            let comment: Comment = "seed \(seed) round \(round)"
            let keys = SearchKeys.keys(text)
            let decomposed = SearchKeys.keys(text.decomposed)
            #expect(bytes(keys.fold) == bytes(decomposed.fold), comment)
            #expect(bytes(keys.tone) == bytes(decomposed.tone), comment)
            #expect(bytes(SearchKeys.fold(keys.fold)) == bytes(keys.fold), comment)
            #expect(keys.fold.utf8.allSatisfy(isKeyByte), comment)
            #expect(keys.tone.utf8.allSatisfy(isKeyByte), comment)
            let tokens = SearchKeys.tokens(text)
            #expect(bytes(tokens.map(\.fold).joined(separator: " ")) == bytes(keys.fold), comment)
            #expect(bytes(tokens.map(\.tone).joined(separator: " ")) == bytes(keys.tone), comment)
            expectRanges(tokens, in: text, comment)
        }
    }

    @Test("folding the fold of any scalar changes nothing")
    func everyScalarFoldsOnce() {
        for block in stride(from: UInt32(0), to: 0x20000, by: 32) {
            if 0x3500..<0x9F00 ~= block || 0xAD00..<0xF800 ~= block { continue }
            let scalars = (block..<block + 32).compactMap(Unicode.Scalar.init)
            let text = scalars.map { "\($0) \($0)\u{301} \($0)\u{345}" }.joined(separator: " ")
            let fold = SearchKeys.fold(text)
            #expect(bytes(SearchKeys.fold(fold)) == bytes(fold), "\(String(block, radix: 16))")
        }
    }

    private func expectRanges(_ tokens: [SearchToken], in text: String, _ comment: Comment) {
        var end = 0
        for token in tokens {
            let range = token.utf8Range
            #expect(range.lowerBound >= end && !range.isEmpty, comment)
            end = range.upperBound
            let word = String(decoding: Array(text.utf8)[range], as: UTF8.self)
            #expect(bytes(SearchKeys.fold(word)) == bytes(token.fold), comment)
            #expect(!word.unicodeScalars.contains("\u{FFFD}"), comment)
        }
        #expect(end <= text.utf8.count, comment)
    }

    private func bytes(_ text: String) -> [UInt8] {
        Array(text.utf8)
    }

    private func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: " "), 0x80...: true
        default: false
        }
    }
}
