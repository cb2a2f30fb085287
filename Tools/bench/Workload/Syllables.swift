internal import VNRandom

/// Text that looks like Vietnamese: onsets and rimes put together by chance, in NFC.
///
/// It compresses about as well as written Vietnamese, and its words repeat as often.
enum Syllables {
    private static let onsets = [
        "", "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu",
        "r", "s", "t", "th", "tr", "v", "x",
    ]
    private static let rimes = [
        "a", "à", "á", "ả", "ã", "ạ", "ai", "ài", "ái", "ải", "ại", "am", "àm", "ám", "an", "àn",
        "án", "ản", "ạn", "ang", "àng", "áng", "ảng", "anh", "ành", "ánh", "ảnh", "ạnh", "ao",
        "ào", "áo", "ảo", "ạo", "áp", "át", "ạt", "au", "àu", "áu", "ay", "ày", "áy", "ảy", "ạy",
        "ăm", "ắm", "ăn", "ằn", "ắn", "ăng", "ằng", "ắng", "ặng", "ắt", "ặt", "âm", "ầm", "ấm",
        "ân", "ần", "ấn", "ẩn", "ận", "âng", "ầng", "ất", "ật", "âu", "ầu", "ấu", "ậu", "ây",
        "ầy", "ấy", "e", "è", "é", "ẻ", "em", "en", "èn", "ép", "eo", "èo", "ê", "ề", "ế", "ể",
        "ễ", "ệ", "ên", "ền", "ến", "ết", "ệt", "êu", "i", "ì", "í", "ỉ", "ị", "ia", "ìa", "iên",
        "iền", "iến", "iện", "iêu", "iều", "in", "ình", "ính", "ít", "o", "ò", "ó", "ỏ", "ọ",
        "oa", "oài", "oại", "oàn", "oán", "ong", "òng", "ọng", "ô", "ồ", "ố", "ổ", "ộ", "ông",
        "ồng", "ống", "ổng", "ộng", "ơ", "ờ", "ớ", "ở", "ỡ", "ợ", "ơi", "ời", "ới", "ợi", "ơn",
        "ợt", "u", "ù", "ú", "ủ", "ụ", "ua", "úc", "ục", "uê", "ung", "ùng", "úng", "uôn", "uộc",
        "uy", "uyên", "uyền", "ư", "ừ", "ứ", "ử", "ữ", "ự", "ưa", "ưng", "ừng", "ươi", "ười",
        "ươn", "ương", "ường", "ưởng", "ượng", "ước", "ượt",
    ]

    /// A few sentences of about so many bytes in UTF-8; never empty.
    static func text(bytes: Int, using generator: inout SplitMix64) -> String {
        var result = ""
        var words = 0
        while result.utf8.count < bytes || words == 0 {
            let word = word(using: &generator)
            if words % 12 == 0 {
                result += (words == 0 ? "" : ". ") + word.prefix(1).uppercased() + word.dropFirst()
            } else {
                result += " " + word
            }
            words += 1
        }
        return result
    }

    /// A name of three words.
    static func name(using generator: inout SplitMix64) -> String {
        (0..<3).map { _ in
            let word = word(using: &generator)
            return word.prefix(1).uppercased() + word.dropFirst()
        }.joined(separator: " ")
    }

    private static func word(using generator: inout SplitMix64) -> String {
        // Frequent words are written far more often than rare ones.
        let onset = min(
            generator.number(below: onsets.count), generator.number(below: onsets.count))
        let rime = min(generator.number(below: rimes.count), generator.number(below: rimes.count))
        return onsets[onset] + rimes[rime]
    }
}
