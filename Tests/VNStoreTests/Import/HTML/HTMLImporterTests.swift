import Foundation
import Testing
import VNModel
import VNStore

@Suite("Importing web pages")
struct HTMLImporterTests {
    private func article(head: String = "", body: String) throws -> Article {
        try HTMLFixtures.article(HTMLFixtures.page(head: head, body: body))
    }

    private let text = HTMLFixtures.paragraph

    @Test("there are pages to test with, each with its expected article")
    func hasPages() throws {
        #expect(HTMLFixtures.names.count >= 10)
        let expected = try FileManager.default.contentsOfDirectory(
            atPath: HTMLFixtures.folder.appendingPathComponent("expected").path)
        #expect(expected.sorted() == HTMLFixtures.names.map { "\($0).json" })
    }

    @Test("a page becomes the expected article", arguments: HTMLFixtures.names)
    func page(name: String) throws {
        let found = try HTMLImporter.article(
            from: HTMLFixtures.page(name), surroundings: HTMLFixtures.surroundings)
        let expected = try HTMLFixtures.expected(name)
        let keys = (expected.object?.members ?? []).map(\.key)
        #expect(keys.contains("headline"))
        for member in expected.object?.members ?? [] {
            #expect(found.json[member.key] == member.value, "\(name): \(member.key)")
        }
        let unexpected = (found.json.object?.members ?? []).map(\.key).filter { !keys.contains($0) }
        #expect(unexpected == [])
    }

    @Test("JSON-LD counts before meta, meta before the text, and the page's address before both")
    func order() throws {
        let head = """
            <link rel="canonical" href="https://x.example/a?utm_source=b">
            <meta property="og:title" content="Tên hai"><meta name="description" content="Tóm tắt.">
            <script type="application/ld+json">[{"@type":"Organization","name":"X"},
            {"@type":"http://schema.org/NewsArticle","headline":"Tên một",
            "url":"https://y.example/b",
            "datePublished":"2024-02-03 04:05","author":"Lê An","description":""}]</script>
            """
        let found = try article(head: head, body: "<h1>Tên ba</h1>\(text)")
        #expect(found.headline == "Tên một")
        #expect(found.summary == "Tóm tắt.")
        #expect(found.datePublished == "2024-02-03T04:05:00+07:00")
        #expect(found.datePublishedPrecision == .minute)
        #expect(found.publisher.name == "Báo Thử")
        #expect(found.authors.map(\.name) == ["Lê An"])
        #expect(found.url == "https://x.example/a?utm_source=b")
        #expect(
            found.id
                == ImportIdentity.articleID(
                    url: "https://x.example/a", publisher: "", day: "", headline: ""))
    }

    @Test("of several articles in JSON-LD the one of this address is meant")
    func severalDescriptions() throws {
        let head = """
            <link rel="canonical" href="https://x.example/b">
            <script type="application/ld+json">[
            {"@type":"NewsArticle","headline":"Khác","url":"https://x.example/a"},
            {"@type":"NewsArticle","headline":"Đúng",
            "mainEntityOfPage":{"@id":"https://x.example/b"}}
            ]</script>
            """
        #expect(try article(head: head, body: text).headline == "Đúng")
    }

    @Test("JSON-LD with raw line breaks is read, what is no JSON is passed over")
    func damagedDescriptions() throws {
        let raw = """
            <script type="application/ld+json"><!-- {"@type":"Article","headline":"Tên
            một"} --></script>
            """
        #expect(try article(head: raw, body: text).headline == "Tên một")
        let broken = "<script type='application/ld+json'>{\"@type\":</script>"
        #expect(try article(head: broken, body: "<h1>Tên ba</h1>\(text)").headline == "Tên ba")
    }

    @Test("the text of JSON-LD is taken where the page shows little of it")
    func hiddenText() throws {
        let long = String(repeating: "Một câu dài trong phần mô tả có cấu trúc. ", count: 5)
        let head = """
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"A",
            "articleBody":"\(long)\\n\\nĐoạn hai."}</script>
            """
        let found = try article(head: head, body: "<p>Đăng nhập để đọc tiếp bài viết này.</p>")
        #expect(found.body.count == 2)
        #expect(found.body.last?.text == "Đoạn hai.")
    }

    @Test(
        "times are read as pages write them",
        arguments: [
            ("2024-01-21", "2024-01-21T00:00:00+07:00", DatePrecision.day),
            ("2024-01-21T09:15:30Z", "2024-01-21T09:15:30Z", .second),
            ("2024-01-21T09:15:30.123+0700", "2024-01-21T09:15:30+07:00", .second),
            ("2024-1-5 9:05", "2024-01-05T09:05:00+07:00", .minute),
            ("2024/01/21 09:15:30 -03:30", "2024-01-21T09:15:30-03:30", .second),
            ("Sun, 21 Jan 2024 09:15:00 GMT", "2024-01-21T09:15:00Z", .second),
            ("21 January 2024 09:15 +0700", "2024-01-21T09:15:00+07:00", .minute),
            ("Chủ nhật, 21/1/2024, 09:15 (GMT+7)", "2024-01-21T09:15:00+07:00", .minute),
            ("9h05 - 21.01.2024", "2024-01-21T09:05:00+07:00", .minute),
            ("Ngày 21-01-2024", "2024-01-21T00:00:00+07:00", .day),
        ])
    func dates(text: String, time: String, precision: DatePrecision) throws {
        let html = """
            <title>A</title><meta name="publisher" content="B"><meta name="pubdate"
            content="\(text)"><p>Một câu.</p>
            """
        let found = try HTMLFixtures.article(html)
        #expect(found.datePublished == time)
        #expect(found.datePublishedPrecision == precision)
    }

    @Test(
        "what is no time is passed over for the day of the file",
        arguments: [
            "hôm qua", "31/02/2024", "2024-13-01", "21/1/24", "99:99 21/01/2024",
            "2024-01-21T25:00",
            String(repeating: "1", count: 5000),
        ])
    func noDates(text: String) throws {
        let html = """
            <title>A</title><meta name="publisher" content="B"><meta name="pubdate"
            content="\(text)"><p>Một câu.</p>
            """
        #expect(try HTMLFixtures.article(html).datePublished == "2024-09-15T00:00:00+07:00")
    }

    @Test("a page without an address is known by what it says")
    func identity() throws {
        let whole = try article(body: text)
        #expect(
            whole.id
                == ImportIdentity.articleID(
                    url: nil, publisher: "Báo Thử", day: "2024-01-21", headline: "Tên bài"))
        // Two pages of one title that do not say when and by whom must not be one article.
        let first = try HTMLFixtures.article("<title>Mục lục</title><p>Một.</p>")
        let second = try HTMLFixtures.article("<title>Mục lục</title><p>Hai.</p>")
        #expect(first.id != second.id)
        let elsewhere = try HTMLImporter.article(
            from: Array("<title>Mục lục</title><p>Một.</p>".utf8),
            surroundings: HTMLSurroundings(day: "2020-01-01", folder: "khác"))
        #expect(first.id == elsewhere.id)
        // The address of a whole site is that of no article.
        let site = try article(
            head: "<link rel=canonical href='https://x.example/'>", body: text)
        #expect(site.url == nil)
        #expect(site.id == whole.id)
    }

    @Test("the same page is the same article whatever its character set")
    func charsets() throws {
        let name = "05-windows-1258"
        let article = try HTMLImporter.article(from: HTMLFixtures.page(name))
        let html = """
            <title>Đội bóng nữ xã Phú Lễ giành cúp lưới điện</title>
            <meta name="publisher" content="Bản tin Phú Lễ"><meta name="date" content="2004-11-07">
            <h1>Đội bóng nữ xã Phú Lễ giành cúp lưới điện</h1>
            """
        let utf8 = Array((html + article.body.map { "<p>\($0.text ?? "")" }.joined()).utf8)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let little = html.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = html.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let body = article.body.map { "<p>\($0.text ?? "")" }.joined()
        let littleBody = body.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let bigBody = body.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [
            utf8, mark + utf8, [0xFF, 0xFE] + little + littleBody, [0xFE, 0xFF] + big + bigBody,
            little + littleBody, Array("<meta charset=iso-8859-1>".utf8) + utf8,
        ] {
            #expect(try HTMLImporter.article(from: bytes) == article)
        }
    }

    @Test("single bytes are read by the set that the page declares")
    func singleBytes() throws {
        let head =
            "<title>A</title><meta name=publisher content=B><meta name=date content=2024-01-02>"
        for label in ["windows-1252", "ISO-8859-1", "latin1"] {
            let bytes =
                Array("<meta charset='\(label)'>\(head)<p>caf".utf8) + [
                    0xE9, 0x20, 0x96, 0x20, 0x80,
                ]
            #expect(try HTMLImporter.article(from: bytes).body.first?.text == "café – €")
        }
        let xml = Array("<?xml version='1.0' encoding='windows-1252'?>\(head)<p>".utf8) + [0xE9]
        #expect(try HTMLImporter.article(from: xml).body.first?.text == "é")
    }

    @Test("what cannot be decoded is refused with its code and line")
    func undecodable() {
        func error(_ bytes: [UInt8]) -> ImportError? {
            #expect(throws: ImportError.self) { try HTMLImporter.article(from: bytes) }
        }
        let plain = error(Array("<title>A</title>\n<p>".utf8) + [0xE9, 0x20])
        #expect(plain?.code == ImportError.invalidUTF8)
        #expect(plain?.line == 2)
        let table = error(Array("<meta charset=windows-1258>\n\n<p>".utf8) + [0xE9, 0x8A])
        #expect(table?.code == ImportError.undecodable)
        #expect(table?.line == 3)
        let half = error([0xFF, 0xFE, 0x41, 0x00, 0x0A, 0x00, 0x00, 0xD8])
        #expect(half?.code == ImportError.undecodable)
        #expect(half?.line == 2)
        #expect(error([0xFF, 0xFE, 0x41])?.code == ImportError.undecodable)
        let unknown = error(Array("\n<meta charset=x-la>".utf8) + [0xE9])
        #expect(unknown?.code == ImportError.unknownCharset)
        #expect(unknown?.line == 2)
    }

    @Test(
        "what is no article is refused with what is missing",
        arguments: [
            ("", "title"), ("<p>Không có tên.</p>", "title"),
            ("<title>A</title>", "text"),
            ("<title>A</title><nav>B</nav><script>c</script>", "text"),
            ("<title>A</title><frameset><frame src=a.html></frameset>", "text"),
        ])
    func notAPage(html: String, missing: String) {
        let error = #expect(throws: ImportError.self) { try HTMLFixtures.article(html) }
        #expect(error?.code == ImportError.notAPage)
        #expect(error?.reason.contains(missing) == true)
    }

    @Test("without a file there must be a publisher and a day")
    func noSurroundings() {
        for (head, missing) in [("", "published it"), ("<meta name=publisher content=B>", "when")] {
            let error = #expect(throws: ImportError.self) {
                try HTMLImporter.article(from: Array("<title>A</title>\(head)<p>Câu.</p>".utf8))
            }
            #expect(error?.code == ImportError.notAPage)
            #expect(error?.reason.contains(missing) == true)
        }
    }

    @Test("the text is found by its weight where nothing marks it")
    func densest() throws {
        let links = (1...30).map { "<li><a href='/\($0)'>Bài số \($0) của mục này</a>" }.joined()
        let found = try article(
            body: """
                <div><div><ul>\(links)</ul></div><div><div class="x">\(text)\(text)\(text)</div>
                <div class="y"><p>Ngắn</p></div></div></div>
                """)
        #expect(found.body.count == 3)
        #expect(found.body.allSatisfy { $0.role == .paragraph })
    }

    @Test("comments, however long, are not the article")
    func comments() throws {
        let comments = String(
            repeating: "<p>Bình luận dài dòng của bạn đọc về bài này.</p>", count: 50)
        for name in ["id='comments'", "class='binh-luan'", "class='box-comment-list'"] {
            let found = try article(
                body: "<div><h1>Tên bài</h1>\(text)</div><div \(name)>\(comments)</div>")
            #expect(found.body.count == 1, "\(name)")
        }
    }

    @Test("a form or a class around the whole page hides nothing")
    func wrappers() throws {
        for wrapper in ["form", "div class='menu-open ads'", "div class='related-page'"] {
            let found = try article(body: "<\(wrapper)><h1>Tên bài</h1>\(text)\(text)</div></form>")
            #expect(found.body.count == 2, "\(wrapper)")
        }
    }

    @Test("links below a label are related articles, once each and never the page itself")
    func related() throws {
        let found = try article(
            head: "<link rel=canonical href='https://x.example/a'>",
            body: """
                <article><h1>Tên bài</h1>\(text)<p><b>Cùng tác giả:</b></p>
                <ul><li><a href="/b">Một bài khác của tác giả</a>
                <li><a href="/a#x">Chính bài này đây</a>
                <li><a href="/c">Ngắn</a>
                <li><a href="/b2">Một bài khác của tác giả</a></ul></article>
                """)
        #expect(
            found.related == [
                Link(
                    rel: .sameAuthor, headline: "Một bài khác của tác giả",
                    url: "https://x.example/b")
            ])
        #expect(found.body.count == 1)
    }

    @Test("a headline that is too long for the schema is cut")
    func tooLong() throws {
        let words = String(repeating: "a", count: 400)
        let found = try article(head: "<meta property='og:title' content='\(words)'>", body: text)
        #expect(found.headline.unicodeScalars.count == 300)
        #expect(found.headline.hasSuffix("…"))
    }
}
