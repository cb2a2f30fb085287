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

    static func article(_ number: Int, headline: String? = nil, paragraphs: Int = 3) -> String {
        let blocks = (1...paragraphs).map {
            #"{"id":"p\#($0)","role":"paragraph","text":"Đoạn \#($0) của bài số \#(number)."}"#
        }
        return #"""
            {"type":"article","id":"\#(articleID(number))","headline":"\#(headline ?? "Bài viết số \#(number)")","summary":"Tóm tắt của bài \#(number)","language":"vi","datePublished":"2026-03-\#(String(format: "%02d", number % 28 + 1))T08:00:00+07:00","publisher":{"type":"Organization","id":"bao-thu","name":"Báo Thử"},"section":"thoi-su","body":[\#(blocks.joined(separator: ","))]}
            """#
    }

    static func comment(_ number: Int, on article: Int, text: String? = nil) -> String {
        #"""
        {"type":"comment","id":"\#(commentID(number))","articleId":"\#(articleID(article))","author":{"name":"Bạn đọc \#(number)"},"text":"\#(text ?? "Bình luận số \#(number)")","dateCreated":"2026-03-02T09:\#(String(format: "%02d", number / 60 % 60)):\#(String(format: "%02d", number % 60))+07:00","status":"pending"}
        """#
    }
}
