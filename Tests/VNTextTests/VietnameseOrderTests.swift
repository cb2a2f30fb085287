import Foundation
import Testing
import VNText

@Suite("Vietnamese order")
struct VietnameseOrderTests {
    @Test("letters come in the order of the alphabet, after digits")
    func alphabet() {
        let letters = "0 1 9 a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"
        expectAscending(letters.split(separator: " ").map(String.init))
        expectAscending(["z", "α", "б", "日", "𠀀"])
    }

    @Test("tones come in their order in every vowel and after all letters count")
    func tones() {
        for (_, tones) in Vietnamese.vowels {
            expectAscending(tones.map(String.init))
            expectAscending(tones.map { "t\($0)m" } + ["t\(tones.prefix(1))n"])
        }
        expectAscending(["ma", "mà", "mả", "mã", "má", "mạ", "mạ a", "mạ à", "mà b", "mac", "mă"])
    }

    @Test("words are compared before what follows them")
    func words() {
        expectAscending([
            "ca", "cà", "ca 2", "ca dao", "ca dáo", "cà dao", "cam", "căm", "cân", "co",
        ])
        expectAscending(["Tập 1", "Tập 10", "Tập 2"])
        expectAscending(["Hà Nội", "Hải Phòng", "Hòa Bình", "Huế", "Lạng Sơn", "Lào Cai"])
        expectAscending(["dừa", "dứa", "đa", "đã", "e"])
    }

    @Test("case decides last, lower before upper")
    func letterCase() {
        expectAscending(["an", "aN", "An", "AN", "àn", "Àn"])
        expectAscending(["aaaaaaaa b", "aaaaaaaa B", "Aaaaaaaa b"])
    }

    @Test("punctuation, spacing and place of the tone do not matter")
    func ignored() {
        for (first, second) in [
            ("“Hà Nội”", "Hà Nội"), ("TP.HCM", "TPHCM"), ("a  \n b ", " a b"), ("hoà", "hòa"),
            ("a\u{200B}b", "ab"), ("vie\u{302}\u{323}t", "việt"), ("a – b", "a b"), ("Ð", "Đ"),
        ] {
            #expect(key(first) == key(second), "\(first)")
        }
        #expect(key("").isEmpty)
        #expect(key("—\u{301} 😀").isEmpty)
    }

    @Test("letters of other languages stand by their base letter, after it and its tones")
    func foreignLetters() {
        expectAscending(["u", "ụ", "ü", "ua", "ư"])
        expectAscending(["nz", "ñz", "o", "ø", "oa", "ô"])
        expectAscending(["strasse", "straße", "strassen"])
    }

    @Test(
        "random keys are equal for equivalent texts and respect their prefixes",
        arguments: [UInt64(41)])
    func randomText(seed: UInt64) {
        var random = SeededText(seed: seed)
        for round in 0..<1000 {
            let text = random.text(limit: 20)
            let decomposed = text.decomposed
            #expect(key(text) == key(decomposed), "seed \(seed) round \(round)")
            let longer = key(text + " a")
            #expect(key(text).lexicographicallyPrecedes(longer), "seed \(seed) round \(round)")
        }
    }

    private func key(_ text: String) -> [UInt8] {
        VietnameseOrder.sortKey(text)
    }

    private func expectAscending(_ texts: [String]) {
        for (first, second) in zip(texts, texts.dropFirst()) {
            #expect(key(first).lexicographicallyPrecedes(key(second)), "\(first) before \(second)")
        }
    }
}
