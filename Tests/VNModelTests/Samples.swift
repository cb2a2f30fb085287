import VNModel

/// An article that has every member.
func fullArticleJSON() throws -> JSONValue {
    try JSONValue(
        parsing: """
            {"id":"018cb1f0-1234-7fff-bfff-ffffffffffff","type":"article",
            "url":"https://example.vn/tin/gao","headline":"Gạo An Giang được mùa",
            "summary":"Vụ đông xuân\\nđược mùa.","language":"vi",
            "datePublished":"2024-01-21T09:15:00+07:00","datePublishedPrecision":"minute",
            "dateModified":"2024-01-21T10:00:00+07:00",
            "publisher":{"type":"Organization","id":"bao-mau","name":"Báo Mẫu",
              "url":"https://example.vn/","logo":"https://example.vn/logo.png"},
            "authors":[{"type":"Person","id":"tran-van-b","name":"Trần Văn B"},
              {"type":"Person","id":"le-thi-a","name":"Lê Thị A","url":"https://example.vn/a"}],
            "byline":"Trần Văn B và Lê Thị A","dateline":"An Giang",
            "source":{"name":"Báo Gốc","url":"https://goc.example.vn/1"},"section":"kinh-te",
            "topics":["an-giang","lua-gao"],
            "image":{"url":"https://example.vn/1.jpg","alt":"","caption":"Cánh đồng","credit":"B",
              "contentType":"image/jpeg","width":640,"height":480,
              "sha256":"\(String(repeating: "0a", count: 32))"},
            "body":[{"id":"p1","role":"paragraph","text":"Đoạn một."},
              {"id":"h1","role":"heading","text":"Giá"},
              {"id":"q1","role":"quote","text":"*Vui*","format":"markdown"},
              {"id":"l1","role":"list","items":["một","hai"],"ordered":true},
              {"id":"i1","role":"image","image":{"alt":"Bao gạo"}},
              {"id":"v1","role":"video","url":"https://example.vn/v","title":"Phim",
                "poster":"https://example.vn/p.jpg","durationSeconds":12.5,
                "contentType":"video/mp4"},
              {"id":"e1","role":"embed","url":"https://example.vn/e"}],
            "related":[{"rel":"sameTopic","headline":"Giá gạo"},
              {"rel":"mentions","headline":"Xuất khẩu","id":"018cb1f0-1234-7fff-bfff-fffffffffffe",
                "url":"https://example.vn/x"}],
            "status":"withheld","commentPolicy":"premoderated","copyrightNotice":"© Báo Mẫu",
            "altIds":[{"role":"guid","value":"a/1"},{"role":"wordpress","value":"77"}],
            "ext":{"vn.mau.priority":3},"zukunft":{"a":[1,null]}}
            """)
}

/// A comment that has every member.
func fullCommentJSON() throws -> JSONValue {
    try JSONValue(
        parsing: """
            {"id":"018cb1f0-1234-7fff-bfff-000000000001","type":"comment",
            "articleId":"018cb1f0-1234-7fff-bfff-ffffffffffff",
            "inReplyTo":"018cb1f0-1234-7fff-bfff-000000000002",
            "author":{"id":"acc:7","name":"Bạn đọc","url":"https://example.vn/u/7",
              "avatar":"https://example.vn/u/7.png"},
            "text":"Hay quá!\\nCảm ơn.","language":"en","dateCreated":"2024-01-21T09:15:00+07:00",
            "dateModified":"2024-01-21T09:20:00+07:00","status":"rejected",
            "moderation":{"by":"an","at":"2024-01-21T10:00:00Z","reason":"offTopic",
            "note":"xem lại"},
            "ext":{"vn.mau.likes":3},"zukunft":true}
            """)
}

extension JSONValue {
    /// The object with a member set, or removed by `nil`.
    func with(_ key: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}

extension Document {
    /// The document of a creation in one change.
    init(
        creating operations: [(path: String, value: JSONValue)], id: DocumentID,
        kind: DocumentKind, at name: String = "a1", stamp: UInt64 = 1_705_802_400_000 << 16
    ) {
        self.init(id: id, kind: kind)
        write(operations, at: name, stamp: stamp)
    }

    /// Writes registers as one change of a replica that has seen all that stands here.
    mutating func write(
        _ operations: [(path: String, value: JSONValue)], at name: String, stamp: UInt64
    ) {
        for (path, value) in operations {
            write(
                path,
                LiveValue(
                    dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: value))
        }
    }
}
