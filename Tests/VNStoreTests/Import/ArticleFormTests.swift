import Foundation
import Testing
import VNModel
import VNRandom
import VNStore

@Suite("The form of an article")
struct ArticleFormTests {
    private let id = DocumentID(high: 0x7000, low: 0x8000_0000_0000_0001)
    private let now = Timestamp(milliseconds: 1_705_802_400_000, offsetMinutes: 420)
    private let paper = Agent(kind: .organization, name: "Báo Cửa Biển")

    private func parse(_ text: String) throws(ImportError) -> Article {
        try ArticleForm.parse(text, id: id, published: now, publisher: paper)
    }

    @Test("without a front matter the first heading is the headline, the first paragraph the lead")
    func plain() throws {
        let article = try parse(
            """
            # Chợ nổi họp lại

            Sau hai năm vắng khách,
            chợ đông trở lại.

            Một đoạn.

            ## Bếp đỏ lửa

            > Nấu trên ghe
            > mới ngon.

            - bún
            - cá lóc

            1. rửa
            2. nấu

            ![Ghe hàng](https://bao.example/ghe.jpg "Sáng sớm. (Ảnh: An)")
            """)
        #expect(article.headline == "Chợ nổi họp lại")
        #expect(article.summary == "Sau hai năm vắng khách, chợ đông trở lại.")
        #expect(article.publisher.name == "Báo Cửa Biển")
        #expect(article.datePublished == "2024-01-21T09:00:00+07:00")
        #expect(article.id == id)
        #expect(article.body.map(\.role) == [.paragraph, .heading, .quote, .list, .list, .image])
        #expect(article.body.map(\.id) == ["p1", "p2", "p3", "p4", "p5", "p6"])
        #expect(article.body[2].text == "Nấu trên ghe mới ngon.")
        #expect(article.body[3].items == ["bún", "cá lóc"])
        #expect(article.body[4].isOrdered)
        #expect(
            article.body[5].image
                == Image(
                    url: "https://bao.example/ghe.jpg", alt: "Ghe hàng", caption: "Sáng sớm.",
                    credit: "An"))
    }

    @Test("a front matter names every field")
    func frontMatter() throws {
        let article = try parse(
            """
            ---
            # a remark
            Title: "Nóng" lên từng ngày
            summary: Dòng dẫn: có dấu hai chấm
            section: Đời sống
            publisher: Tuần san Mới
            topics: [Chợ nổi, du lịch]
            date: 21/01/2024 09:15
            authors: Lê An, Trần Bình
            source: Bản tin
            source-url: https://tin.example/
            image: https://bao.example/a.jpg
            alt: Ghe
            caption: Ghe hàng.
            credit: An
            status: draft
            comments: closed
            language: vi
            ---

            Đoạn đầu.
            """)
        #expect(article.headline == "\"Nóng\" lên từng ngày")
        #expect(article.summary == "Dòng dẫn: có dấu hai chấm")
        #expect(article.section == "doi-song")
        #expect(
            article.publisher
                == Agent(kind: .organization, id: "tuan-san-moi", name: "Tuần san Mới"))
        #expect(article.topics == ["cho-noi", "du-lich"])
        #expect(article.datePublished == "2024-01-21T09:15:00+07:00")
        #expect(article.datePublishedPrecision == .minute)
        #expect(article.authors.map(\.name) == ["Lê An", "Trần Bình"])
        #expect(article.source == Source(name: "Bản tin", url: "https://tin.example/"))
        #expect(
            article.image
                == Image(
                    url: "https://bao.example/a.jpg", alt: "Ghe", caption: "Ghe hàng.",
                    credit: "An"))
        #expect(article.status == .draft)
        #expect(article.commentPolicy == .closed)
        #expect(article.body.map(\.text) == ["Đoạn đầu."])
    }

    @Test(
        "dates are read as people write them",
        arguments: [
            ("2024-01-21", "2024-01-21T00:00:00+07:00", DatePrecision.day),
            ("21/01/2024", "2024-01-21T00:00:00+07:00", .day),
            ("2024-01-21 09:15", "2024-01-21T09:15:00+07:00", .minute),
            ("2024-01-21T09:15:30Z", "2024-01-21T09:15:30Z", .second),
        ])
    func dates(text: String, time: String, precision: DatePrecision) throws {
        let article = try parse("---\ntitle: A\ndate: \(text)\n---\nB")
        #expect(article.datePublished == time)
        #expect(article.datePublishedPrecision == precision)
        let again = try ArticleForm.merge(form: ArticleForm.render(article), into: article)
        #expect(again == article)
    }

    @Test(
        "what is wrong is named with its line",
        arguments: [
            ("---\ntitle: A\n\nB", 1, "closing"), ("---\ntitle: A\nnote\n---\nB", 3, "name: value"),
            ("---\ntitle: A\ncolour: red\n---\nB", 3, "title, summary"),
            ("---\ntitle: A\ntitle: B\n---\nB", 3, "twice"),
            ("---\ntitle: A\nstatus: gone\n---\nB", 3, "draft, usable"),
            ("---\ntitle: A\ndate: 31/02/2024\n---\nB", 3, "date"),
            ("---\ntitle: A\nimage: no link\n---\nB", 3, "link"),
            ("---\ntitle: A\nlanguage: Tiếng Việt\n---\nB", 3, "language"),
            ("No heading, only text.", 1, "headline"),
            ("# A\n\nLead\n\nText\n\n@video(no link \"x\")", 7, "link"), ("", 1, "headline"),
        ])
    func errors(form: String, line: Int, word: String) {
        let error = #expect(throws: ImportError.self) { try parse(form) }
        #expect(error?.code == ImportError.invalidForm)
        #expect(error?.line == line)
        #expect(error?.reason.contains(word) == true, "\(error?.reason ?? "")")
    }

    @Test("a form without a publisher needs one from outside")
    func noPublisher() {
        let error = #expect(throws: ImportError.self) {
            try ArticleForm.parse("# A\n\nB", id: id, published: now)
        }
        #expect(error?.reason.contains("publisher") == true)
    }

    /// Blocks whose text looks like Markdown or is laid out in an unusual way.
    private var awkward: Article {
        var article = Article(
            id: id, headline: "\"Trong ngoặc\"", datePublished: "2024-01-21T00:00:00+07:00",
            publisher: paper)
        article.datePublishedPrecision = .day
        let texts = [
            "# no heading", "> no quote", "- no item", "1. no item", "2024. Năm ấy", "---",
            "![no](picture)", "\\# written so", "two\nlines", "with\n\nan empty line", "ends \\",
            "ends \\\\", "\\", "a\\\nb", "a `code` and **strong** [link](https://a.example/)",
            "@video(x)", "*", "+ plus", "  outer space  ", "{\"json\": true}", "a: b", "#hashtag",
            "\\d digits", "\"quoted\"", "trailing\n", "2) item", "> a\n# b\n- c",
        ]
        article.body = texts.enumerated().map { Block(id: "b\($0)", text: $1) }
        article.body += texts.enumerated().map { Block(id: "q\($0)", role: .quote, text: $1) }
        article.body += texts.enumerated().map { Block(id: "h\($0)", role: .heading, text: $1) }
        article.body.append(Block(id: "l1", items: texts))
        article.body.append(Block(id: "l2", items: texts, isOrdered: true))
        article.body.append(Block(id: "l3", items: ["", "a"]))
        article.body.append(Block(id: "i0", image: Image(alt: "")))
        article.body.append(
            Block(
                id: "i1",
                image: Image(
                    url: "https://a.example/x_(1).jpg", alt: "a ] b \\ c",
                    caption: "He said \"no\" (left).", credit: "An (Báo)", width: 3, height: 4)))
        var video = Block(id: "v", role: .video)
        video.url = "https://a.example/v.mp4"
        video.title = "A \"title\""
        video.durationSeconds = 1.5
        article.body.append(video)
        return article
    }

    @Test("an article that is rendered and merged unchanged stays what it is")
    func roundTrip() throws {
        var articles = [awkward]
        for line in try ImportFixtures.bytes("articles.jsonl").split(separator: 0x0A) {
            articles.append(try Article(json: JSONValue(parsing: Array(line))))
        }
        for name in ImportFixtures.pageNames {
            articles.append(try PageImporter.article(from: ImportFixtures.page(name)))
        }
        for article in articles {
            let form = ArticleForm.render(article)
            let merged = try ArticleForm.merge(form: form, into: article)
            #expect(merged == (try Article(json: article.json)))
            #expect(ArticleForm.render(merged) == form)
        }
    }

    @Test("a rendered form parsed anew gives the same texts")
    func reparsed() throws {
        let article = awkward
        let again = try parse(ArticleForm.render(article))
        #expect(again.headline == article.headline)
        #expect(again.summary == nil)
        #expect(again.body.count == article.body.count)
        for (new, old) in zip(again.body, article.body) {
            #expect(new.role == old.role)
            let text = old.text?.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
            if old.text?.hasSuffix("\n") != true { #expect(new.text == text) }
            #expect(new.image?.caption == old.image?.caption)
            #expect(new.image?.credit == old.image?.credit)
            #expect(new.image?.alt == old.image?.alt)
            #expect(new.image?.url == old.image?.url)
            #expect(new.title == old.title)
        }
        #expect(again.body.filter { $0.role == .list }.map(\.items.count) == [27, 27, 2])
    }

    private var five: Article {
        var article = Article(
            id: id, headline: "A", datePublished: "2024-01-21T00:00:00+07:00", publisher: paper)
        article.body = [
            Block(id: "a", text: "The market opens at three in the morning."),
            Block(id: "b", text: "Lamps are lit along the river, one after the other."),
            Block(id: "c", role: .heading, text: "A pot that is never empty"),
            Block(id: "d", text: "A bowl costs as much as a cup of coffee in town."),
            Block(id: "e", text: "Then the sun comes up."),
        ]
        return article
    }

    private func edited(_ change: (String) -> String) throws -> [Block] {
        try ArticleForm.merge(form: change(ArticleForm.render(five)), into: five).body
    }

    @Test("editing one paragraph keeps every id")
    func editOne() throws {
        let blocks = try edited {
            $0.replacingOccurrences(of: "at three in the morning", with: "at four")
        }
        #expect(blocks.map(\.id) == ["a", "b", "c", "d", "e"])
        #expect(blocks[0].text == "The market opens at four.")
    }

    @Test("a paragraph rewritten beyond recognition alone in its place keeps its id")
    func rewriteOne() throws {
        let blocks = try edited {
            $0.replacingOccurrences(
                of: "Then the sun comes up.", with: "Nobody knows what happened next!")
        }
        #expect(blocks.map(\.id) == ["a", "b", "c", "d", "e"])
    }

    @Test("a new paragraph gets a new id, even beside one that is edited")
    func insert() throws {
        let blocks = try edited {
            $0.replacingOccurrences(
                of: "Lamps are lit along the river",
                with: "Something entirely new.\n\nLamps are lit upon the river")
        }
        #expect(blocks.count == 6)
        #expect(
            [blocks[0].id, blocks[2].id, blocks[3].id, blocks[4].id, blocks[5].id]
                == ["a", "b", "c", "d", "e"])
        #expect(!["a", "b", "c", "d", "e"].contains(blocks[1].id))
        #expect(!blocks[1].id.isEmpty)
    }

    @Test("a removed paragraph takes only its own id, a moved one keeps it")
    func removeAndMove() throws {
        let removed = try edited {
            $0.replacingOccurrences(
                of: "Lamps are lit along the river, one after the other.\n\n", with: "")
        }
        #expect(removed.map(\.id) == ["a", "c", "d", "e"])
        let moved = try edited {
            $0.replacingOccurrences(
                of: "The market opens at three in the morning.\n\n", with: "")
                + "\nThe market opens at three in the morning.\n"
        }
        #expect(moved.map(\.id) == ["b", "c", "d", "e", "a"])
    }

    @Test("a field whose line is gone is removed, a form without front matter leaves them all")
    func fields() throws {
        var article = five
        article.section = "doi-song"
        article.topics = ["a"]
        article.summary = "Lead."
        article.status = .draft
        article.image = Image(
            url: "https://a.example/a.jpg", alt: "x", width: 2, height: 3)
        let form = ArticleForm.render(article)
        let without = form.replacingOccurrences(of: "section: doi-song\n", with: "")
            .replacingOccurrences(of: "status: draft\n", with: "")
        let merged = try ArticleForm.merge(form: without, into: article)
        #expect(merged.section == nil)
        #expect(merged.status == .draft)
        #expect(merged.image == article.image)
        let plain = try ArticleForm.merge(form: "# New\n\nNew lead.\n\nNew body.", into: article)
        #expect(plain.headline == "New")
        #expect(plain.summary == "New lead.")
        #expect(plain.section == "doi-song")
        #expect(plain.topics == ["a"])
        #expect(plain.body.map(\.text) == ["New body."])
    }

    @Test("blocks are replaced, inserted and removed by number")
    func blockEdits() throws {
        let blocks = try ArticleForm.applyBlockEdits(
            ["1=New first.", "3=New heading", "3+=Inserted.\n\n> And a quote.", "4-", "0+=Before"],
            to: five
        ).body
        #expect(
            blocks.map(\.text) == [
                "Before", "New first.", "Lamps are lit along the river, one after the other.",
                "New heading", "Inserted.", "And a quote.", "Then the sun comes up.",
            ])
        #expect([1, 2, 3, 6].map { blocks[$0].id } == ["a", "b", "c", "e"])
        #expect(blocks.map(\.role)[3...5] == [.heading, .paragraph, .quote])
        #expect(Set(blocks.map(\.id)).count == blocks.count)
    }

    @Test(
        "an edit of blocks that makes no sense is refused",
        arguments: [
            "6=x", "0=x", "x", "=x", "2", "2=", "2+=", "-1=x", "2-x", "99999999999999999999-",
        ])
    func badEdits(edit: String) {
        let error = #expect(throws: ImportError.self) {
            try ArticleForm.applyBlockEdits(["1=ok", edit], to: five)
        }
        #expect(error?.code == ImportError.invalidForm)
        #expect(error?.line == 2)
    }

    @Test("a block is changed once")
    func twice() {
        #expect(throws: ImportError.self) {
            try ArticleForm.applyBlockEdits(["1=a", "1-"], to: five)
        }
    }

    @Test("fields are set by their names in the form and in the schema")
    func set() throws {
        var article = five
        for (field, value) in [
            ("headline", "New"), ("commentPolicy", "premoderated"), ("STATUS", "withheld"),
            ("section", "Kinh tế"), ("topics", "Giá cả, chợ"), ("publisher", "Báo B"),
            ("summary", "Lead"), ("datePublished", "2025-02-03"), ("language", "en"),
        ] {
            article = try ArticleForm.set(field: field, value: value, on: article)
        }
        #expect(article.headline == "New")
        #expect(article.commentPolicy == .premoderated)
        #expect(article.status == .withheld)
        #expect(article.section == "kinh-te")
        #expect(article.topics == ["cho", "gia-ca"])
        #expect(article.publisher.name == "Báo B")
        #expect(article.datePublishedPrecision == .day)
        #expect(article.body == five.body)
        #expect(try ArticleForm.set(field: "section", value: "", on: article).section == nil)
    }

    @Test(
        "a field that is unknown or takes no such value is refused",
        arguments: [
            ("colour", "red", "title, summary"), ("headline", "", "empty"),
            ("status", "gone", "draft"), ("section", "???", "letters"),
            ("image", "x", "link"), ("source-url", "https://a.example/", "source"),
        ])
    func badFields(field: String, value: String, word: String) {
        let error = #expect(throws: ImportError.self) {
            try ArticleForm.set(field: field, value: value, on: five)
        }
        #expect(error?.code == ImportError.invalidForm)
        #expect(error?.reason.contains(word) == true, "\(error?.reason ?? "")")
    }

    @Test("a damaged form is read or refused with a code", arguments: [1, 2, 3] as [UInt64])
    func damaged(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let form = Array(ArticleForm.render(awkward).utf8)
        for _ in 0..<60 {
            let text = String(decoding: generator.damaged(form), as: UTF8.self)
            do throws(ImportError) {
                let article = try ArticleForm.merge(form: text, into: awkward)
                #expect(Set(article.body.map(\.id)).count == article.body.count)
                let again = try ArticleForm.merge(form: ArticleForm.render(article), into: article)
                #expect(again == article)
            } catch {
                #expect([ImportError.invalidForm, ImportError.containsNUL].contains(error.code))
            }
        }
    }

    @Test("the template becomes an article when title and text are filled in")
    func template() throws {
        for language in ["vi", "en"] {
            let form =
                ArticleForm.template(publisher: "Báo A", date: now, language: language)
                .replacingOccurrences(of: "title:", with: "title: Tin mới") + "Nội dung.\n"
            let article = try ArticleForm.parse(form, id: id, published: now)
            #expect(article.headline == "Tin mới")
            #expect(article.publisher.name == "Báo A")
            #expect(article.datePublished == "2024-01-21T09:00:00+07:00")
            #expect(article.body.map(\.text) == ["Nội dung."])
            #expect(article.image == nil)
        }
    }
}
