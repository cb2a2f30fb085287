import Testing
import VNModel
import VNRandom
import VNStore

@Suite("Hostile HTML")
struct HTMLHostileTests {
    private static func times(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    /// Texts that cost a careless reader its stack, its memory or the square of their length.
    private static let bombs: [(String, String)] = [
        ("nested tags", times("<div>", 25_000) + "đáy" + times("</div>", 25_000)),
        ("nested words", times("<b><i>", 15_000) + "đáy"),
        ("nested lists", times("<ul><li>x", 12_500)),
        ("nested tables", times("<table><tr><td>x", 7_500)),
        ("nested figures", times("<figure><img src=https://x.example/a>", 2_500)),
        ("nested quotes", times("<blockquote>x", 12_500)),
        (
            "nested spans and a caption",
            times("<span class=a>x<img src=https://x.example/a>", 5_000)
                + "<b class=caption>y"
        ),
        ("stray ends", "<p>" + times("<b>", 150) + times("</i></p></b>", 15_000)),
        ("ends out of reach", times("<li><ul>", 100) + times("</li></p>", 15_000)),
        ("one long attribute", "<p title='\(times("x", 1 << 18))'>đáy</p>"),
        ("attributes without end", "<p " + times("a", 1 << 18)),
        ("many attributes", "<p \(times("a=1 b ", 37_500))>đáy</p>"),
        ("classes", times("<div class='\(times("aB-c ", 50))'><h1>x</h1>", 500)),
        ("headings", times("<div class=ad><h1>x</h1></div>", 5_000)),
        ("comments", times("<!-- x ", 25_000)), ("declarations", times("<!x", 50_000)),
        ("open tags", times("<", 125_000)), ("open ends", times("</", 75_000)),
        ("references", times("&amp", 50_000) + times("&#x1F600", 12_500) + times("&", 50_000)),
        ("scripts", times("<script>", 25_000)), ("titles", times("<title>x</title>", 12_500)),
        ("line breaks", times("<br><img src=https://x.example/a>", 7_500)),
        ("letters in tags", times("a<b></b>", 15_000)), ("NUL", times("\0", 1 << 18)),
        ("spaces", times(" \n\t", 75_000)), ("marks", "a" + times("\u{301}", 12_500)),
        ("links", times("<a href=/x>Một liên kết dài</a> ", 5_000)),
        ("labels", times("<h3>Tin liên quan</h3>", 5_000)),
        ("one paragraph", times("chữ ", 62_500)), ("one word", times("ư", 125_000)),
    ]

    @Test("is read quickly and within bounds", arguments: bombs)
    func bomb(name: String, html: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let blocks = HTMLFragment.blocks(html, language: "vi")
        #expect(blocks.allSatisfy { ($0.text?.unicodeScalars.count ?? 0) <= 20_000 }, "\(name)")
        do throws(ImportError) {
            let article = try HTMLFixtures.article(HTMLFixtures.page(body: html))
            #expect(!article.headline.isEmpty)
        } catch {
            let codes = [ImportError.notAPage, ImportError.tooLarge, "content.too-large"]
            #expect(codes.contains(error.code), "\(name): \(error)")
        }
        // Half a second is ordinary without optimization on a busy machine; a square would be
        // minutes.
        #expect(clock.now - start < .seconds(30), "\(name)")
    }

    @Test("elements beyond the limit are refused with a code")
    func tooMany() {
        let html = HTMLFixtures.page(body: HTMLHostileTests.times("<b>x</b>", 220_000))
        let error = #expect(throws: ImportError.self) { try HTMLFixtures.article(html) }
        #expect(error?.code == ImportError.tooLarge)
    }

    @Test("what is nested too deep keeps its text")
    func deepText() throws {
        let times = HTMLHostileTests.times
        let html = times("<div>", 5000) + "đáy" + times("</div>", 5000) + "<p>sau</p>"
        #expect(HTMLFragment.blocks(html, language: "vi").map(\.text) == ["đáy", "sau"])
    }

    @Test("no address but http, https and mailto comes in anywhere")
    func addresses() throws {
        for address in ["javascript:x", "data:image/png;base64,AA", "vbscript:x", "blob:x"] {
            let html = HTMLFixtures.page(
                head: """
                    <link rel=canonical href="\(address)"><base href="\(address)">
                    <meta property="og:image" content="\(address)">
                    <script type="application/ld+json">{"@type":"Article","headline":"A",
                    "url":"\(address)","image":"\(address)","author":{"name":"B",
                    "url":"\(address)"},"publisher":{"name":"C","logo":"\(address)"}}</script>
                    """,
                body: """
                    <p>Câu có <a href="\(address)">liên kết</a>.</p><img src="\(address)" alt="x">
                    <video src="\(address)" poster="\(address)"></video>
                    <iframe src="\(address)"></iframe><object data="\(address)"></object>
                    <figure><img src="\(address)"><figcaption>Chú thích</figcaption></figure>
                    <h3>Tin liên quan</h3><a href="\(address)">Một bài khác ở đây</a>
                    """)
            let json = try HTMLFixtures.article(html).json.canonicalText
            #expect(!json.contains(address), "\(json)")
            #expect(json.contains("Chú thích"))
        }
    }

    @Test("damaged pages give a valid article or a named error, never a crash")
    func damaged() throws {
        let seed: UInt64 = 20_240_121
        var generator = SplitMix64(seed: seed)
        for name in HTMLFixtures.names {
            let page = try HTMLFixtures.page(name)
            for round in 0..<40 {
                var bytes = page
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes = generator.damaged(bytes)
                }
                if round.isMultiple(of: 4) {
                    bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
                }
                do throws(ImportError) {
                    let article = try HTMLImporter.article(
                        from: bytes, surroundings: HTMLFixtures.surroundings)
                    #expect(throws: Never.self) { try Article(json: article.json) }
                } catch {
                    let isNamed =
                        error.code.hasPrefix("import.") || error.code.hasPrefix("content.")
                    #expect(isNamed, "seed \(seed), \(name), round \(round)")
                }
                let text = String(decoding: bytes, as: UTF8.self)
                _ = HTMLFragment.blocks(text, language: "vi")
            }
        }
    }
}
