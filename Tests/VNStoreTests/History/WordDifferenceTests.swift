import Testing
import VNRandom
import VNStore

@Suite("Words compared") struct WordDifferenceTests {
    private static func text(_ before: String, _ after: String) -> String {
        WordDifference.edits(from: before, to: after).map { edit in
            switch edit.kind {
            case .same: edit.text
            case .removed: "[-\(edit.text)-]"
            case .added: "{+\(edit.text)+}"
            }
        }.joined()
    }

    @Test("a syllable is a word, and neighbouring changes are one")
    func syllables() {
        #expect(
            Self.text("Giá vàng hôm nay tăng mạnh", "Giá vàng sáng nay giảm nhẹ")
                == "Giá vàng [-hôm-]{+sáng+} nay [-tăng mạnh-]{+giảm nhẹ+}")
        #expect(Self.text("Hà Nội vào đông", "Hà Nội đã vào đông") == "Hà Nội {+đã +}vào đông")
        #expect(Self.text("hoà", "hòa") == "[-hoà-]{+hòa+}")
        #expect(Self.text("TP.HCM, 21/1", "TP.HCM, 22/1") == "TP.HCM, [-21-]{+22+}/1")
    }

    @Test("equal and empty texts")
    func edges() {
        #expect(WordDifference.edits(from: "", to: "").isEmpty)
        #expect(WordDifference.edits(from: "một", to: "một") == [WordEdit(.same, "một")])
        #expect(WordDifference.edits(from: "", to: "một hai") == [WordEdit(.added, "một hai")])
        #expect(WordDifference.edits(from: "một", to: "") == [WordEdit(.removed, "một")])
        // One character, two writings: the bytes count.
        #expect(Self.text("e\u{301}", "\u{E9}") == "[-e\u{301}-]{+\u{E9}+}")
    }

    private static let syllables = ["bão", "số", "ba", "vào", "bờ", "gió", ",", ".", " ", "\n"]

    private static func text(_ count: Int, _ generator: inout SplitMix64) -> [String] {
        (0..<count).map { _ in
            syllables[Int.random(in: 0..<syllables.count, using: &generator)]
        }
    }

    @Test("both texts can be read out of the edits, to the byte", arguments: 1...60)
    func readOut(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let words = Self.text(Int.random(in: 0...200, using: &generator), &generator)
        var changed = words
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let place = Int.random(in: 0...changed.count, using: &generator)
            if Bool.random(using: &generator), place < changed.count {
                changed.remove(at: place)
            } else {
                changed.insert(contentsOf: Self.text(2, &generator), at: place)
            }
        }
        for (before, after) in [(words, changed), (words, Self.text(150, &generator))] {
            let (before, after) = (before.joined(), after.joined())
            let edits = WordDifference.edits(from: before, to: after)
            let left = edits.filter { $0.kind != .added }.map(\.text).joined()
            let right = edits.filter { $0.kind != .removed }.map(\.text).joined()
            #expect(Array(left.utf8) == Array(before.utf8), "seed \(seed)")
            #expect(Array(right.utf8) == Array(after.utf8), "seed \(seed)")
            #expect(
                zip(edits, edits.dropFirst()).allSatisfy { $0.kind != $1.kind }, "seed \(seed)")
            #expect(!edits.contains { $0.text.isEmpty }, "seed \(seed)")
            if before == after { #expect(edits.allSatisfy { $0.kind == .same }, "seed \(seed)") }
        }
    }

    @Test("a text without anchors that has next to nothing in common is replaced")
    func bounded() {
        let before = String(repeating: "a b ", count: 3000)
        let after = String(repeating: "c d ", count: 3000) + "a"
        let edits = WordDifference.edits(from: before, to: after)
        #expect(edits.filter { $0.kind != .added }.map(\.text).joined() == before)
        #expect(edits.filter { $0.kind != .removed }.map(\.text).joined() == after)
    }

    @Test("one word inserted into a long text is the only edit")
    func shortest() {
        let words = (0..<2000).map { "từ\($0 % 50)" }
        var changed = words
        changed.insert("mới", at: 1000)
        let edits = WordDifference.edits(
            from: words.joined(separator: " "), to: changed.joined(separator: " "))
        #expect(edits.map(\.kind) == [.same, .added, .same])
        #expect(edits[1].text.contains("mới") && edits[1].text.count < 6)
    }
}
