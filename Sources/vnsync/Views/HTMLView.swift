internal import VNModel
internal import VNStore

/// An article as one HTML page without scripts and without anything loaded but its pictures.
struct HTMLView {
    let messages: Messages
    let dates: DateText

    func text(_ entry: ArticleEntry, _ thread: [ThreadedComment]?) -> String {
        let article = entry.article
        var lines = [
            "<!DOCTYPE html>", "<html lang=\"\(escaped(article.language))\">", "<head>",
            "<meta charset=\"utf-8\">", "<title>\(escaped(article.headline))</title>", "</head>",
            "<body>", "<article>", "<h1>\(escaped(article.headline))</h1>",
        ]
        if let summary = article.summary {
            lines.append("<p><strong>\(escaped(summary))</strong></p>")
        }
        let published = dates.published(article.datePublished, article.datePublishedPrecision)
        let time =
            "<time datetime=\"\(escaped(article.datePublished))\">\(escaped(published))</time>"
        lines.append("<p>\(escaped(article.publisher.name)) · \(time)</p>")
        if let image = article.image { lines.append(figure(image)) }
        lines += article.body.map(block)
        if let source = article.source { lines.append("<p>\(link(source.name, source.url))</p>") }
        for relation in Link.Relation.allCases {
            let links = article.related.filter { $0.rel == relation }
            guard !links.isEmpty else { continue }
            lines.append("<section data-rel=\"\(relation.rawValue)\"><ul>")
            lines += links.map { "<li>\(link($0.headline, $0.url))</li>" }
            lines.append("</ul></section>")
        }
        lines.append("</article>")
        if let thread { lines += comments(thread) }
        return (lines + ["</body>", "</html>"]).joined(separator: "\n")
    }

    private func block(_ block: Block) -> String {
        let text = escaped(block.text ?? "").replacing("\n", with: "<br>")
        switch block.role {
        case .paragraph: return "<p>\(text)</p>"
        case .heading: return "<h2>\(text)</h2>"
        case .quote: return "<blockquote><p>\(text)</p></blockquote>"
        case .list:
            let tag = block.isOrdered ? "ol" : "ul"
            let items = block.items.map { "<li>\(escaped($0))</li>" }.joined()
            return "<\(tag)>\(items)</\(tag)>"
        case .image: return figure(block.image ?? Image())
        case .video, .embed:
            return "<p>\(link(block.title ?? block.url ?? "", block.url))</p>"
        }
    }

    private func figure(_ image: Image) -> String {
        let source = image.url.flatMap(safe).map { " src=\"\(escaped($0))\"" } ?? ""
        let caption = [image.caption, image.credit].compactMap { $0 }.map(escaped)
            .joined(separator: " ")
        return "<figure><img\(source) alt=\"\(escaped(image.alt))\">"
            + (caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>") + "</figure>"
    }

    private func comments(_ thread: [ThreadedComment]) -> [String] {
        var lines = ["<section>"]
        for element in thread {
            let comment = element.comment
            let text =
                element.isPlaceholder
                ? messages(
                    comment.isDeleted
                        ? ReadingPhrase.deletedComment : ReadingPhrase.missingComment)
                : comment.text
            lines.append(
                "<article style=\"margin-left: \(2 * element.depth)em\"><p><b>"
                    + escaped(comment.author.name) + "</b> "
                    + escaped(dates.minute(comment.dateCreated)) + "</p><p>"
                    + escaped(text).replacing("\n", with: "<br>") + "</p></article>")
        }
        return lines + ["</section>"]
    }

    private func link(_ text: String, _ url: String?) -> String {
        guard let url = url.flatMap(safe) else { return escaped(text) }
        return "<a href=\"\(escaped(url))\">\(escaped(text))</a>"
    }

    /// Only addresses that cannot run anything.
    private func safe(_ url: String) -> String? {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        return ["http", "https", "mailto"].contains(scheme) ? url : nil
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.lines(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
