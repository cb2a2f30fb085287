extension FuzzTarget {
    /// Pieces of the format that inputs are made of.
    var words: [String] {
        switch self {
        case .jsonl: FuzzWords.json + FuzzWords.documents
        case .ninjs: FuzzWords.json + FuzzWords.ninjs + FuzzWords.html
        case .jsonfeed: FuzzWords.json + FuzzWords.jsonFeed + FuzzWords.html
        case .wordpress: FuzzWords.json + FuzzWords.wordPress + FuzzWords.html
        case .rss, .atom: FuzzWords.xml + FuzzWords.feeds + FuzzWords.html
        case .html: FuzzWords.html + FuzzWords.pages + FuzzWords.json
        case .page: FuzzWords.portal
        case .auto:
            FuzzWords.json + FuzzWords.xml + FuzzWords.portal + FuzzWords.jsonFeed
                + FuzzWords.feeds + FuzzWords.documents
        case .query: FuzzWords.queries
        }
    }

    /// What opens and closes something that can stand inside itself.
    var nestings: [(open: String, close: String)] {
        switch self {
        case .jsonl, .ninjs, .jsonfeed, .wordpress: FuzzWords.jsonNestings
        case .rss, .atom, .html: FuzzWords.markupNestings
        case .page, .query: [("“", "”"), ("«", "»"), ("(", ")"), ("\"", "\"")]
        case .auto: FuzzWords.jsonNestings + FuzzWords.markupNestings
        }
    }
}

/// Words of the formats.
enum FuzzWords {
    static let jsonNestings = [
        ("[", "]"), (#"{"a":"#, "}"), (#"[{"id":"1","children":"#, "}]"), ("\"\\\"", "\""),
    ]
    static let markupNestings = [
        ("<div>", "</div>"), ("<b>", "</b>"), ("<ul><li>", "</li></ul>"),
        ("<blockquote><p>", "</p></blockquote>"), ("<table><tr><td>", "</td></tr></table>"),
        ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<item>", "</item>"), ("<entry>", "</entry>"),
        ("<figure>", "</figure>"), ("<a href=x>", "</a>"), ("<media:group>", "</media:group>"),
    ]

    /// Texts that are awkward in any format.
    static let texts = [
        "a\u{0302}\u{0301}", "đ", "Đ", "ế", "\u{00A0}", "\u{200B}", "\u{FEFF}", "\u{2028}", "…",
        "\u{FFFE}", "\u{10FFFF}", "👨‍👩‍👧", "ﷺ", "\r\n", "\r", "\t", "\u{1}", "\u{7F}", "\u{85}",
        "ß",
        "İ", "ǅ", "\u{1100}\u{1161}\u{11A8}", "-0", "1e999", "99999999999999999999", "0.1e-400",
        "9223372036854775808", "2025-02-29T24:00:60+23:59", "0000-01-01", "9999-12-31T23:59:59Z",
        "https://bao.example/", "http://[::1]:99999/?a=b#c", "//bao.example/a", "javascript:a",
        "mailto:an@bao.example", "https://bao.example:443/a//?utm_source=x&b=%C3%A1",
    ]
    static let json = [
        "null", "true", "[]", "{}", #""""#, "\\u0000", "\\ud83d", "\\udc00\\ud800",
        "\\ud83d\\ude00",
        "\\u0041", "\\/", "\\", "\"", ",", ":", #"{"id":"#, #","id":1"#,
        #","url":"https://b.example/""#,
        #""_vnsync":{"v":1,"set":{"type":"article"}}"#,
        #""_vnsync":{"v":1,"set":{"type":"comment"}}"#,
        #""articleId":"01900000-0000-7000-8000-000000000001""#,
        "\u{FEFF}{", "}{", "\n{", "]\n[",
    ]
    static let documents = [
        #""type":"article""#, #""type":"comment""#, #""headline":"#, #""datePublished":"#,
        #""body":["#,
        #"{"id":"b1","role":"paragraph","text":"a"}"#, #""role":"image","image":{"alt":""}"#,
        #""publisher":{"type":"Organization","name":"B"}"#, #""topics":["a-b"]"#,
        #""ext":{"vn.a":1}"#,
        #""articleId":"#, #""inReplyTo":"#, #""deleted":true"#, #""status":"usable""#,
        #""dateCreated":"#,
        #""altIds":[{"role":"guid","value":"x"}]"#, #""moderation":{"status":"spam"}"#,
        #""order":"a0""#,
    ]
    static let ninjs = [
        #""uri":"#, #""standard":{"name":"ninjs","version":"3.1"}"#, #""headlines":[{"value":"#,
        #""bodies":[{"role":"main","contentType":"text/html","value":"#, #""versionCreated":"#,
        #""pubStatus":"canceled""#, #""associations":[{"name":"a","type":"picture"}]"#,
        #""renditions":["#,
        #""subjects":[{"name":"a"}]"#, #""infoSources":[{"name":"a","role":"publisher"}]"#,
        #""byline":"#,
    ]
    static let jsonFeed = [
        #""version":"https://jsonfeed.org/version/1.1""#, #""items":["#, #""content_html":"#,
        #""content_text":"#, #""date_published":"#, #""attachments":[{"url":"#,
        #""mime_type":"image/x""#,
        #""duration_in_seconds":-1e300"#, #""authors":[{"name":"A"}]"#, #""tags":["Đời sống"]"#,
        #""language":"vi""#,
    ]
    static let wordPress = [
        #""posts":["#, #""comments":["#, #""media":["#, #""title":{"rendered":"#,
        #""content":{"rendered":"#,
        #""date_gmt":"2025-01-02T03:04:05""#, #""guid":{"rendered":"#,
        #""post":9223372036854775807"#,
        #""parent":-1"#, #""author_name":"#, #""featured_media":1"#, #""_embedded":{"wp:term":[["#,
        #""status":"trash""#, #""link":"https://bao.example/a/#comment-1""#,
        #""class_list":["tag-a"]"#,
        #""source_url":"#, #""media_details":{"width":-1,"height":1e9}"#, #""taxonomy":"category""#,
    ]
    static let xml = [
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "<!DOCTYPE a [<!ENTITY a \"&b;&b;\">]>",
        "<!DOCTYPE rss SYSTEM \"file:///etc/hostname\">", "&amp;", "&lt;", "&#0;", "&#x10FFFF;",
        "&#xD800;", "&a;", "<![CDATA[", "]]>", "<!--", "-->", "--", "<?a ?>", "xmlns=\"\"",
        "xmlns:a=\"b\"", "xml:lang=\"en-US\"", "xml:base=\"https://b.example/\"", "/>",
    ]
    static let feeds = [
        "<rss version=\"2.0\"><channel>", "</channel></rss>", "<item>", "</item>", "<entry>",
        "</entry>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "<guid isPermaLink=\"false\">a</guid>",
        "<link>https://bao.example/a</link>",
        "<link rel=\"enclosure\" href=\"https://b.example/a.mp4\"/>",
        "<pubDate>Tue, 21 Jan 25 09:15 ICT</pubDate>", "<updated>2025-01-02T03:04:05Z</updated>",
        "<content type=\"xhtml\">", "<summary type=\"html\">", "<author><name>A</name></author>",
        "<thr:in-reply-to xmlns:thr=\"http://purl.org/syndication/thread/1.0\" ref=\"a\"/>",
        "<media:content xmlns:media=\"http://search.yahoo.com/mrss/\"",
        " width=\"9999999999999999999\"",
        " url=\"https://b.example/a.jpg\" duration=\"1e308\" type=\"video/a\">", "<title>A</title>",
        "<source url=\"https://b.example\">B</source>", "<category term=\"a\" label=\"b\"/>",
    ]
    static let html = [
        "<p>", "</p>", "<br>", "<h2>", "<ul>", "<li>", "<ol start=-1>", "<table>", "<td>",
        "<caption>",
        "<img src=\"https://b.example/a.jpg\" alt=\"", "<figure>", "<figcaption>", "<video src=a>",
        "<iframe src=",
        "<script>", "</script>", "<style>", "<pre>", "<textarea>", "<svg>", "<template>",
        "<noscript>", "<a href=\"",
        "<em>", "<strong>", "<code>", "&nbsp;", "&#128;", "&notit;", "&#99999999999;", "<!-->",
        "<![if a]>", "</", "<",
        "srcset=\"a 1x, b 99999999999999999999w\"", "style=\"display:none\"", "width=1e9", "**",
        "`", "\\*", "](",
    ]
    static let pages = [
        "<html lang=vi>", "<meta charset=windows-1258>", "<meta charset=utf-16>",
        "<base href=\"//b.example/\">",
        "<meta property=\"og:title\" content=\"",
        "<meta property=\"article:published_time\" content=\"",
        "<link rel=canonical href=\"", "<script type=\"application/ld+json\">",
        #"{"@type":"NewsArticle","@graph":["#,
        #""headline":["a"],"datePublished":1"#, "<article>", "<main>", "<time datetime=\"",
        "<title>", "</title>",
        "<div class=\"related\">", "<footer>", "itemprop=\"articleBody\"", "\u{FEFF}", "<body>",
    ]
    static let portal = [
        "Báo Bờ Đông", "21/01/2025", "31/02/2025", "Ảnh: An", "Nguồn: Báo Bờ Đông", "Nguồn:",
        "No data",
        "Tin liên quan", "Đọc thêm", ";", "\n\n\n", "  ", "(Ảnh: Thảo)", "0", "1.234", "Chia sẻ",
        "\r\n", "https://b.example/",
    ]
    static let queries = [
        "\"", "“", "”", "„", "«", "»", "*", "AND", "OR", "NOT", "NEAR(", "(", ")", "^", "-", ":",
        "{a b}", "TP.HCM",
        "21/1", "kỹ", "kĩ", "lý", "mỹ", "ạ", "đ", "a@b.vn", "' --", ";", "\u{0}", "\u{0}s.0.0.",
        "  ", "thủy triều",
        "\u{0301}", "\u{0323}\u{0302}", "ﬁ", "½", "²", "Ⅷ", "ラーメン", "ส้มตำ", "한글", "١٢٣",
    ]
}
