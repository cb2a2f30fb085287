import Foundation
import Testing
import VNModel
import VNStore

@Suite("Importing pages")
struct PageImporterTests {
    /// The shape of `Fixtures/pages/expected`, of an article.
    private func shape(_ article: Article) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        let image: JSONValue =
            article.image.map {
                .object([
                    ("alt", .string($0.alt)), ("caption", text($0.caption)),
                    ("credit", text($0.credit)),
                ])
            } ?? .null
        return .object([
            ("headline", .string(article.headline)),
            ("publisher", .object([("name", .string(article.publisher.name))])),
            ("datePublished", .string(article.datePublished)),
            ("datePublishedPrecision", .string(article.datePublishedPrecision.rawValue)),
            ("summary", text(article.summary)), ("image", image),
            (
                "body",
                .array(
                    article.body.map {
                        .object([
                            ("role", .string($0.role.rawValue)), ("text", text($0.text)),
                        ])
                    })
            ),
            (
                "source",
                article.source.map { .object([("name", .string($0.name))]) } ?? .null
            ),
            (
                "related",
                .array(
                    article.related.map {
                        .object([
                            ("rel", .string($0.rel.rawValue)), ("headline", .string($0.headline)),
                        ])
                    })
            ),
        ])
    }

    @Test("there are pages to test with")
    func hasPages() { #expect(ImportFixtures.pageNames.count >= 12) }

    @Test("a page becomes the expected article", arguments: ImportFixtures.pageNames)
    func page(name: String) throws {
        let article = try PageImporter.article(from: ImportFixtures.page(name))
        let found = shape(article)
        let expected = try ImportFixtures.expected(name)
        for member in expected.object?.members ?? [] {
            #expect(found[member.key] == member.value, "\(name): \(member.key)")
        }
        #expect(article.section == nil)
        #expect(article.url == nil)
        #expect(article.topics.isEmpty)
    }

    @Test(
        "line ends, byte order mark, decomposition and outer space make no difference",
        arguments: ImportFixtures.pageNames)
    func spelling(name: String) throws {
        let text = try ImportFixtures.page(name)
        let article = try PageImporter.article(from: text)
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n")
        let others = [
            "\u{FEFF}" + lines, lines.replacingOccurrences(of: "\n", with: "\r\n"),
            lines.replacingOccurrences(of: "\n", with: " \t\n  "),
            lines.decomposedStringWithCanonicalMapping,
            "\n\n" + lines + "\n\n",
        ]
        for other in others {
            let again = try PageImporter.article(from: other)
            #expect(again == article)
            #expect(again.id == article.id)
        }
    }

    @Test("the sample page is read in full and nothing of the portal enters")
    func sample() throws {
        guard let text = ImportFixtures.samplePage else { return }
        let article = try PageImporter.article(from: text)
        #expect(article.publisher.name == "Báo Quốc Tế")
        #expect(article.publisher.id == "bao-quoc-te")
        #expect(article.datePublished == "2024-01-21T00:00:00+07:00")
        #expect(article.datePublishedPrecision == .day)
        #expect(article.headline.unicodeScalars.count == 86)
        #expect(article.headline.contains("\"nóng lòng\""))
        #expect(article.summary?.hasPrefix("Ngày 21/1") == true)
        #expect(article.image?.credit == "Sputnik")
        #expect(article.image?.alt.hasSuffix("16/1.") == true)
        #expect(article.image?.caption?.hasSuffix("16/1.") == true)
        #expect(article.image?.caption != article.image?.alt)
        #expect(article.image?.caption?.contains("(trái)") == true)
        #expect(article.image?.alt.contains("(trái)") == false)
        #expect(article.body.map(\.role) == Array(repeating: .paragraph, count: 7))
        #expect(article.body.first?.text?.hasPrefix("KCNA") == true)
        #expect(article.body.last?.text?.hasPrefix("Nhà ngoại giao") == true)
        #expect(article.source == nil)
        #expect(article.related.map(\.rel) == Array(repeating: .sameSection, count: 4))
        #expect(article.related.first?.headline.hasPrefix("Khách Tây") == true)
        #expect(article.related.last?.headline.hasPrefix("Ngắm cánh đồng") == true)
        let json = article.json.canonicalText
        for furniture in [
            "No data", "No videos", "Bình luận", "Cùng ", "Di sản\"", "Nhân vật", "Doanh nghiệp",
            "Thời sự", "Hệ thống Chính trị", "Địa phương", "Sản phẩm", "Vietnam.vn", "Nguồn",
            "\";\"", "null",
        ] {
            #expect(!json.contains(furniture), "\(furniture)")
        }
    }

    private func page(
        _ publisher: String, below: String = "Lead.\n\nA paragraph.\n"
    ) -> String {
        "Portal\n\nHeadline\n\n\(publisher)\n\n\n\(below)"
    }

    @Test(
        "the publisher is found doubled or single, with digits and with spaces",
        arguments: [
            ("Báo MớiBáo Mới21/01/2024", "Báo Mới"), ("Báo Mới21/01/2024", "Báo Mới"),
            ("Báo Mới 21/01/2024", "Báo Mới"), ("Báo Mới  Báo Mới 21/01/2024", "Báo Mới"),
            ("Kênh 14Kênh 1421/01/2024", "Kênh 14"), ("Kênh 1421/01/2024", "Kênh 14"),
            ("24h24h21/01/2024", "24h"), ("VTV1 VTV1 21/01/2024", "VTV1"),
        ])
    func publisher(line: String, name: String) throws {
        let article = try PageImporter.article(from: page(line))
        #expect(article.publisher.name == name)
        #expect(article.datePublished == "2024-01-21T00:00:00+07:00")
    }

    @Test("a headline that ends in a day is not taken for the publisher")
    func headlineWithDay() throws {
        let text = "Portal\n\nLịch phát sóng ngày 20/01/2024\n\nBáoBáo21/01/2024\n\nLead.\n"
        let article = try PageImporter.article(from: text)
        #expect(article.headline == "Lịch phát sóng ngày 20/01/2024")
        #expect(article.publisher.name == "Báo")
    }

    @Test(
        "a credit is cut out of the caption however it is written",
        arguments: [
            ("Một cây cầu. (Nguồn: An)", "Một cây cầu.", "An"),
            ("Một cây cầu (Ảnh: An).", "Một cây cầu.", "An"),
            ("Một cây cầu. Ảnh: An", "Một cây cầu.", "An"),
            ("Một cây cầu. Nguồn: An.", "Một cây cầu.", "An"),
            ("Một cây cầu (bên phải). (Ảnh: An)", "Một cây cầu (bên phải).", "An"),
            ("Một cây cầu (bên phải).", "Một cây cầu (bên phải).", nil),
            ("Tin nói nguồn: không rõ", "Tin nói nguồn: không rõ", nil),
        ] as [(String, String, String?)])
    func credit(line: String, caption: String, credit: String?) throws {
        let text = page("BáoBáo21/01/2024", below: "Lead.\nAlt\n\(line)\n\nBody.\n")
        let image = try PageImporter.article(from: text).image
        #expect(image?.alt == "Alt")
        #expect(image?.caption == caption)
        #expect(image?.credit == credit)
    }

    @Test("a page without empty lines keeps picture and paragraphs apart")
    func compact() throws {
        let text = """
            Portal
            Headline
            BáoBáo21/01/2024
            Lead.
            Alt (Ảnh: An)
            Caption (Ảnh: An)
            First.
            Second.
            Nguồn
            Bình luận (0)
            """
        let article = try PageImporter.article(from: text)
        #expect(article.image == Image(alt: "Alt", caption: "Caption", credit: "An"))
        #expect(article.body.map(\.text) == ["First.", "Second."])
    }

    @Test(
        "what is no page is refused with what is missing and the line",
        arguments: [
            ("", 1, "publisher"), ("One\n\nTwo\n\nThree\n\nFour", 5, "publisher"),
            ("Portal\n\nHeadline\n\nBáoBáo31/02/2024\n\nLead", 5, "publisher"),
            ("BáoBáo21/01/2024\n\nLead.", 1, "headline"),
            ("Portal\n\nHeadline\n\nBáoBáo21/01/2024\n", 5, "lead"),
            ("Portal\n\nHeadline\n\nBáoBáo21/01/2024\n\nNo data\n", 7, "lead"),
        ])
    func notAPage(text: String, line: Int, missing: String) {
        let error = #expect(throws: ImportError.self) {
            try PageImporter.article(from: text)
        }
        #expect(error?.code == ImportError.notAPage)
        #expect(error?.line == line)
        #expect(error?.reason.contains(missing) == true)
    }

    @Test("a headline that is too long names the rule and its line")
    func tooLong() {
        let headline = String(repeating: "a", count: 301)
        let error = #expect(throws: ImportError.self) {
            try PageImporter.article(from: "Portal\n\n\(headline)\n\nBáoBáo21/01/2024\n\nLead.")
        }
        #expect(error?.code == "content.too-large")
        #expect(error?.line == 3)
    }

    @Test("cutting a page anywhere gives an article or a named error, never a crash")
    func cut() throws {
        for name in ImportFixtures.pageNames {
            let scalars = Array(try ImportFixtures.page(name).unicodeScalars)
            for end in stride(from: 0, to: scalars.count, by: 97) {
                let text = String(String.UnicodeScalarView(scalars[..<end]))
                do throws(ImportError) {
                    let article = try PageImporter.article(from: text)
                    #expect(!article.headline.isEmpty)
                } catch {
                    #expect(error.code == ImportError.notAPage)
                }
            }
        }
    }
}
