import Testing

/// The letters of Vietnamese that are not ASCII, with the keys they must have.
enum Vietnamese {
    struct Letter: Sendable, CustomTestStringConvertible {
        let text: String
        let fold: String
        let tone: String

        var testDescription: String { text }
    }

    /// Each vowel in its six tones: ngang, huyền, hỏi, ngã, sắc, nặng.
    static let vowels: [(plain: String, tones: String)] = [
        ("a", "aàảãáạ"), ("a", "ăằẳẵắặ"), ("a", "âầẩẫấậ"),
        ("e", "eèẻẽéẹ"), ("e", "êềểễếệ"), ("i", "iìỉĩíị"),
        ("o", "oòỏõóọ"), ("o", "ôồổỗốộ"), ("o", "ơờởỡớợ"),
        ("u", "uùủũúụ"), ("u", "ưừửữứự"), ("y", "yỳỷỹýỵ"),
    ]

    /// 67 letters in lower case and the same in upper case.
    static let letters: [Letter] = {
        var lower = [Letter(text: "đ", fold: "d", tone: "đ")]
        for (plain, tones) in vowels {
            for (index, letter) in tones.enumerated() where String(letter) != plain {
                let digit = index == 0 ? "" : String(index + 1)
                let tone = String(tones.prefix(1)) + digit
                lower.append(Letter(text: String(letter), fold: plain, tone: tone))
            }
        }
        let upper = lower.map { Letter(text: $0.text.uppercased(), fold: $0.fold, tone: $0.tone) }
        return lower + upper
    }()
}
