import Foundation
import Testing
import VNText

@Suite("Text width")
struct TextWidthTests {
    @Test(
        "terminal columns of text in many scripts",
        arguments: [
            ("", 0), ("abc", 3), ("Việt Nam", 8), ("Đường phố", 9), ("“…” — €", 7),
            ("日本", 4), ("カナ", 4), ("ｶﾅ", 2), ("ＡＢ", 4), ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("。", 2), ("วิทยุ", 3), ("й", 1), ("سلام", 4),
            ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇻🇳", 2), ("❤\u{FE0F}", 2), ("❤", 1),
            ("1\u{FE0F}\u{20E3}", 2), ("☕", 2), ("𠀀", 2),
            ("a\u{200B}b\u{FEFF}\u{AD}", 2), ("a\tb\nc\u{7F}\u{0}\u{1B}", 3), ("\r\n", 0),
            ("\u{301}", 0), ("a\u{301}\u{323}\u{20D0}", 1), ("\u{FFFD}", 1),
        ])
    func columns(text: String, width: Int) {
        #expect(TextWidth.columns(text) == width)
        #expect(TextWidth.columns(text.decomposed) == width)
    }

    @Test("every Vietnamese letter takes one column, composed or not")
    func vietnameseLetters() {
        for letter in Vietnamese.letters {
            #expect(TextWidth.columns(letter.text) == 1)
            #expect(TextWidth.columns(letter.text.decomposed) == 1)
        }
    }
}
