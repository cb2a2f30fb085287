import Foundation
import VNModel

/// Small articles and comments as JSON lines.
enum Content {
    static func articleID(_ number: Int) -> String {
        DocumentID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
            .description
    }

    static func commentID(_ number: Int) -> String {
        DocumentID(high: 0x0190_1111_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
            .description
    }

    static func article(
        _ number: Int, headline: String? = nil, paragraphs: Int = 3, text: String? = nil
    ) -> String {
        let blocks = (1...paragraphs).map { block in
            JSONValue.object([
                ("id", .string("p\(block)")), ("role", .string("paragraph")),
                ("text", .string(text ?? "Đoạn \(block) của bài số \(number).")),
            ])
        }
        let publisher = JSONValue.object([
            ("type", .string("Organization")), ("id", .string("bao-thu")),
            ("name", .string("Báo Thử")),
        ])
        return JSONValue.object([
            ("type", .string("article")), ("id", .string(articleID(number))),
            ("headline", .string(headline ?? "Bài viết số \(number)")),
            ("summary", .string("Tóm tắt của bài \(number)")), ("language", .string("vi")),
            ("datePublished", .string("2026-03-\(two(number % 28 + 1))T08:00:00+07:00")),
            ("publisher", publisher), ("section", .string("thoi-su")), ("body", .array(blocks)),
        ]).canonicalText
    }

    static func comment(_ number: Int, on article: Int, text: String? = nil) -> String {
        let time = "\(two(number / 60 % 60)):\(two(number % 60))"
        return JSONValue.object([
            ("type", .string("comment")), ("id", .string(commentID(number))),
            ("articleId", .string(articleID(article))),
            ("author", .object([("name", .string("Bạn đọc \(number)"))])),
            ("text", .string(text ?? "Bình luận số \(number)")),
            ("dateCreated", .string("2026-03-02T09:\(time)+07:00")),
            ("status", .string("pending")),
        ]).canonicalText
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
