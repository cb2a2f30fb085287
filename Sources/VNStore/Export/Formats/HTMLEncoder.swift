internal import VNModel

/// Writes one HTML page of articles, each followed by the comments that readers may see.
struct HTMLEncoder: ExportEncoder {
    var passes: [ExportPass] {
        [
            ExportPass(
                opening: """
                    <!DOCTYPE html>
                    <html lang="\(Article.defaultLanguage)">
                    <head>
                    <meta charset="utf-8">
                    <title>VNSync</title>
                    </head>
                    <body>

                    """, closing: "</body>\n</html>\n")
        ]
    }
    var keepsThreads: Bool { true }

    /// Members of an article that the page shows.
    private static let carried: Set<String> = [
        "authors", "body", "byline", "copyrightNotice", "dateModified", "datePublished",
        "dateline", "headline", "id", "image", "language", "publisher", "related", "source",
        "summary", "topics", "type", "url",
    ]

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        var lines = [
            "<article id=\"\(article.id)\" lang=\"\(HTMLText.escaped(article.language))\">",
            "<h1>\(HTMLText.link(article.headline, article.url))</h1>",
        ]
        if let summary = article.summary {
            lines.append("<p><strong>\(HTMLText.lines(summary))</strong></p>")
        }
        let people = article.byline ?? article.authors.map(\.name).joined(separator: ", ")
        let names = [
            HTMLText.link(article.publisher.name, article.publisher.url),
            HTMLText.escaped(people), HTMLText.escaped(article.dateline ?? ""),
            HTMLEncoder.time(article.datePublished),
            article.dateModified.map { "(\(HTMLEncoder.time($0)))" } ?? "",
        ]
        lines.append("<p>\(names.filter { !$0.isEmpty }.joined(separator: " · "))</p>")
        if let image = article.image { lines.append(HTMLText.figure(image)) }
        if !article.body.isEmpty { lines.append(HTMLText.blocks(article.body)) }
        if let source = article.source {
            lines.append("<p>\(HTMLText.link(source.name, source.url))</p>")
        }
        if !article.topics.isEmpty {
            let topics = article.topics.map { "#\($0)" }.joined(separator: " ")
            lines.append("<p>\(topics)</p>")
        }
        if !article.related.isEmpty {
            let links = article.related.map {
                let link = HTMLText.link($0.headline, $0.url ?? $0.id.map { "#\($0)" })
                return "<li data-rel=\"\($0.rel.rawValue)\">\(link)</li>"
            }
            lines.append("<ul>\(links.joined())</ul>")
        }
        if let notice = article.copyrightNotice {
            lines.append("<p><small>\(HTMLText.escaped(notice))</small></p>")
        }
        output.element((lines + ["</article>"]).joined(separator: "\n") + "\n")
        output.omit(of: article, carried: HTMLEncoder.carried)
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        guard output.shows(comment) else { return }
        let name = HTMLText.link(comment.author.name, comment.author.url)
        let parent = comment.inReplyTo.map { " <a href=\"#\($0)\">↳</a>" } ?? ""
        output.element(
            """
            <article id="\(comment.id)" lang="\(HTMLText.escaped(comment.language))">
            <p><b>\(name)</b> \(HTMLEncoder.time(comment.dateCreated))\(parent)</p>
            <p>\(HTMLText.lines(comment.text))</p>
            </article>

            """)
    }

    private static func time(_ text: String) -> String {
        let time = HTMLText.escaped(text)
        return "<time datetime=\"\(time)\">\(time)</time>"
    }
}
