import Testing
import VNModel
import VNStore

@Suite("Fragments of HTML as blocks")
struct HTMLFragmentTests {
    private func blocks(_ html: String, base: String? = nil) -> [Block] {
        HTMLFragment.blocks(html, language: "vi", base: base)
    }

    @Test("paragraphs, headings and line breaks become blocks without ids")
    func paragraphs() {
        let found = blocks(
            "<h2>Đầu</h2><p>Một\n  hai<br>ba</p>Chữ trần<div>Trong <span>khung</span></div>")
        #expect(
            found.summary == [
                "heading: Đầu", "paragraph: Một hai\nba", "paragraph: Chữ trần",
                "paragraph: Trong khung",
            ])
        #expect(found.allSatisfy { $0.id.isEmpty && $0.format == .plain })
    }

    @Test(
        "white space is collapsed as a browser does it",
        arguments: [
            (" a  b ", "a b"), ("a<b> b</b>", "a b"), ("a <b> b</b>", "a b"), ("a<b>b</b>", "ab"),
            ("a\n\t<br>\n b", "a\nb"), ("a&nbsp; b", "a\u{A0} b"), ("a<!-- x -->b", "ab"),
            ("a <!-- x --> b", "a b"), ("<i>a</i> <i>b</i>", "a b"), ("a<wbr>b", "ab"),
        ])
    func whiteSpace(html: String, text: String) {
        let found = blocks("<p>\(html)</p>").first
        let plain = found?.text?.filter { $0 != "*" }
        #expect(plain == text)
    }

    @Test("two line breaks part paragraphs, and a strong line above a text is a heading")
    func lineBreaks() {
        let found = blocks("Một.<br><br><b>Hai</b><br><br/>Ba.<br> <br>\n<br>Bốn.")
        #expect(
            found.summary == [
                "paragraph: Một.", "heading: Hai", "paragraph: Ba.", "paragraph: Bốn.",
            ])
        #expect(blocks("<p>Một.</p><p><b>Hai</b></p>").map(\.role) == [.paragraph, .paragraph])
    }

    @Test(
        "links and emphasis are kept as Markdown, close to the words",
        arguments: [
            ("a <b>b</b> c", "a **b** c"), ("a<b> b </b>c", "a **b** c"),
            ("<b>a</b> <b>b</b>", "**a b**"), ("<i>a</i> b <code>c*</code>", "*a* b `c*`"),
            ("<a href='https://x.example/a b'>t</a>", "[t](https://x.example/a%20b)"),
            ("<a href='https://x.example/(a)'>t</a>", "[t](https://x.example/%28a%29)"),
            ("<a href='mailto:a@x.example'>t</a>", "[t](mailto:a@x.example)"),
            ("<a href='//x.example/ă'>t</a>", "[t](https://x.example/%C4%83)"),
            ("<a href='https://x.example/'><b>t</b> u</a>", "[**t** u](https://x.example/)"),
            ("<b>a</b> 2*3 `x` \\ _y_ [z](q)", "**a** 2\\*3 \\`x\\` \\\\ \\_y\\_ [z\\](q)"),
        ])
    func markdown(html: String, text: String) {
        let found = blocks("<p>\(html)</p>")
        #expect(found.map(\.text) == [text])
        #expect(found.map(\.format) == [.markdown])
    }

    @Test(
        "a text without marks stays as it is, and a link that may not stand gives its words",
        arguments: [
            "javascript:alert(1)", "java\tscript:alert(1)", " JAVASCRIPT:x", "data:text/html,x",
            "vbscript:x", "file:///etc/x", "http:", "https:///x", "#top", "tu-do.html", "",
            "https://x.example/\\\"", "http://" + String(repeating: "a", count: 3000),
        ])
    func refusedLinks(address: String) {
        let found = blocks("<p>2*3 <a href='\(address)'>chữ</a></p>")
        #expect(found.map(\.text) == ["2*3 chữ"])
        #expect(found.map(\.format) == [.plain])
    }

    @Test(
        "addresses are resolved against the page",
        arguments: [
            ("c.html", "https://x.example/a/c.html"), ("/c", "https://x.example/c"),
            ("../../c?d#e", "https://x.example/c?d#e"), ("?q=1", "https://x.example/a/b?q=1"),
            ("./", "https://x.example/a/"), ("//y.example/c", "https://y.example/c"),
            ("HTTP://Y.example/c", "HTTP://Y.example/c"),
        ])
    func relativeLinks(reference: String, address: String) {
        let found = blocks(
            "<p><a href='\(reference)'>t</a></p>", base: "https://x.example/a/b?c")
        #expect(found.map(\.text) == ["[t](\(address))"])
    }

    @Test("lists keep their order, lists within follow as items, pictures follow the list")
    func lists() {
        let found = blocks(
            """
            <ol><li>Một <b>đậm</b><li><p>Hai</p><p>ba</p><ul><li>bốn</ul></li>
            <li><img src="https://x.example/a.jpg" alt="ảnh">năm</li><li></li></ol>
            """)
        #expect(found.map(\.role) == [.list, .image])
        #expect(found.first?.items == ["Một đậm", "Hai\nba", "bốn", "năm"])
        #expect(found.first?.isOrdered == true)
    }

    @Test("each paragraph of a quotation is a quote")
    func quotes() {
        let found = blocks("<blockquote><p>Một.</p>Hai.</blockquote><p><q>Ba</q></p>")
        #expect(found.summary == ["quote: Một.", "quote: Hai.", "paragraph: “Ba”"])
    }

    @Test("rows of data are a line each, a table that only lays out is read through")
    func tables() {
        let data = blocks("<table><tr><th>A<th>B<tr><td>1<td>2 <b>x</b></table>")
        #expect(data.summary == ["paragraph: A | B", "paragraph: 1 | 2 x"])
        let layout = blocks("<table><tr><td><p>Một.</p><p>Hai.</p><td>Ba.</table>")
        #expect(layout.summary == ["paragraph: Một.", "paragraph: Hai.", "paragraph: Ba."])
    }

    @Test("line breaks and spaces count in preformatted text, marks do not")
    func preformatted() {
        let found = blocks("<pre>a  <b>b</b>\n\n  c*\n</pre>")
        #expect(found.map(\.text) == ["a  b\n\n  c*"])
        #expect(found.map(\.format) == [.plain])
    }

    @Test("a figure's picture keeps alt, caption and credit apart")
    func figures() throws {
        let found = blocks(
            """
            <figure><img src="https://x.example/a.jpg" alt="Cây cầu" width="600" height="40%">
            <figcaption>Cầu lúc bình minh. (Ảnh: An)</figcaption></figure>
            <figure><img src="https://x.example/b.jpg"><figcaption><b>Cầu</b> đêm
            <small>Nguồn: Bình</small></figcaption></figure>
            """)
        #expect(
            found.map(\.image) == [
                Image(
                    url: "https://x.example/a.jpg", alt: "Cây cầu", caption: "Cầu lúc bình minh.",
                    credit: "An", width: 600),
                Image(
                    url: "https://x.example/b.jpg", alt: "", caption: "Cầu đêm", credit: "Bình"),
            ])
    }

    @Test("a picture in a sentence follows it; icons, pixels and pictures within the page do not")
    func pictures() {
        let found = blocks(
            """
            <p>Một <img src="https://x.example/a.jpg"> câu.</p>
            <img src="https://x.example/i.png" width="16"><img src="https://x.example/p.gif"
            style="width:1px;height:1px"><img src="data:image/png;base64,AAAA"><img alt="trống">
            <img src="data:x" data-src="https://x.example/lazy.jpg">
            <img srcset="https://x.example/s.jpg 320w, https://x.example/l.jpg 960w">
            """)
        #expect(
            found.summary == [
                "paragraph: Một câu.", "image: https://x.example/a.jpg",
                "image: https://x.example/lazy.jpg", "image: https://x.example/l.jpg",
            ])
    }

    @Test("videos and embedded pages become links")
    func media() throws {
        let found = blocks(
            """
            <iframe src="https://www.youtube.com/embed/x" title="Phim"></iframe>
            <video poster="https://x.example/p.jpg"><source src="https://x.example/v.mp4"
            type="video/mp4">Trình duyệt cũ</video>
            <iframe src="https://ban-do.example/1"></iframe>
            <iframe src="javascript:x"></iframe><iframe src="https://x.example/" width=1></iframe>
            """)
        #expect(
            found.summary == [
                "video: https://www.youtube.com/embed/x", "video: https://x.example/v.mp4",
                "embed: https://ban-do.example/1",
            ])
        #expect(found[0].title == "Phim")
        #expect(found[1].poster == "https://x.example/p.jpg")
        #expect(found[1].contentType == "video/mp4")
    }

    @Test("scripts, styles, forms, navigation and what is hidden give nothing")
    func inert() {
        let found = blocks(
            """
            <script>if (a < b) document.write("<p>x</p>")</script><style>p { color: red }</style>
            <nav>Trang chủ</nav><form><input value="x"><p>Tên</p></form><div hidden>ẩn</div>
            <p style="display: none">ẩn</p><svg><title>x</title><style/><p>y</p></svg>
            <noscript>x</noscript><template><p>x</p></template><button>x</button>
            <select><option>x</select><textarea><p>x</textarea>
            <p>Đoạn duy nhất còn lại, dài hơn tất cả những gì bị bỏ ở trên cộng lại.</p>
            """)
        #expect(found.count == 1)
        #expect(found.first?.text?.hasPrefix("Đoạn duy nhất") == true)
    }

    @Test("missing and stray end tags are put right as a browser does it")
    func damaged() {
        #expect(
            blocks("<p>Một<p>Hai<div>Ba</p>Bốn</b></div>").summary
                == ["paragraph: Một", "paragraph: Hai", "paragraph: Ba", "paragraph: Bốn"])
        #expect(blocks("<ul><li>a<li>b</ul></ul>c").summary == ["list: a / b", "paragraph: c"])
        #expect(
            blocks("a < b & c > d &lt &unknown; &amp").summary
                == ["paragraph: a < b & c > d < &unknown; &"])
        #expect(blocks("<p>a</p").summary == ["paragraph: a"])
        #expect(blocks("<p>a<!-- b").summary == ["paragraph: a"])
        #expect(blocks("<").summary == ["paragraph: <"])
        #expect(blocks("").isEmpty)
        #expect(blocks(" &nbsp;<p>&nbsp;</p><b> </b>").isEmpty)
    }

    @Test("references stand for their characters, also those of old pages")
    func references() {
        #expect(
            blocks("&Agrave;&agrave; &#272;&#x111; &hellip; &ndash; &#150; &copy 2024 &apos;")
                .map(\.text) == ["Àà Đđ … – – © 2024 '"])
        #expect(
            blocks("<a href='https://x.example/?a=1&copy=2&amp;b=3'>t</a>").map(\.text)
                == ["[t](https://x.example/?a=1&copy=2&b=3)"])
    }

    @Test("text is composed and look-alikes are repaired in Vietnamese")
    func ingress() {
        #expect(blocks("<p>Ha\u{300} No\u{302}\u{323}i, Ð</p>").map(\.text) == ["Hà Nội, Đ"])
        #expect(HTMLFragment.blocks("Ð", language: "is").map(\.text) == ["Ð"])
    }

    @Test("a text longer than a block is cut at its sentences and nothing is lost")
    func long() {
        let sentence = "Một câu khá dài để lấp đầy đoạn văn này cho thật đầy đặn. "
        let text = String(repeating: sentence, count: 1000)
        let found = blocks("<p>\(text)</p>")
        #expect(found.count == 4)
        #expect(found.allSatisfy { ($0.text?.unicodeScalars.count ?? 0) <= 20_000 })
        #expect(found.allSatisfy { $0.text?.hasSuffix(".") == true })
        #expect(found.compactMap(\.text).joined(separator: " ") + " " == text)
    }
}
