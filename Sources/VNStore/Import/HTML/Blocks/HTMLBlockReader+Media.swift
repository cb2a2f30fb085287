internal import VNModel

extension HTMLBlockReader {
    private static let videoHosts: [String] = [
        "youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com",
    ]
    private static let videoEndings = [".mp4", ".m3u8", ".webm", ".mov", ".m4v", ".ogv"]

    /// Adds a video or an embedded page by its address.
    mutating func addMedia(_ index: Int, _ style: HTMLStyle) {
        let element = tree[index]
        guard !isIcon(index) else { return }
        let source = tree.inside(index).first {
            tree[$0].name == "source" && tree[$0].attribute("src") != nil
        }
        let references = [
            element.attribute("src"), element.attribute("data-src"), element.attribute("data"),
            source.flatMap { tree[$0].attribute("src") },
        ]
        let url = references.lazy.compactMap { $0 }
            .compactMap { [base] in HTMLAddress.link($0, base: base) }
            .first { !$0.hasPrefix("mailto:") }
        guard let url else {
            // What an object holds stands in for it; a video holds words for old browsers only.
            if element.name == "object" { walk(index, style) }
            return
        }
        var block = Block(role: element.name == "video" || isVideo(url) ? .video : .embed)
        block.url = url
        let title = element.attribute("title") ?? element.attribute("aria-label")
        block.title = title.map { FittedText.line(ingress($0), limit: 300) }?.unlessEmpty
        block.poster = element.attribute("poster").flatMap { HTMLAddress.link($0, base: base) }
        let type = element.attribute("type") ?? source.flatMap { tree[$0].attribute("type") }
        block.contentType = type.map { FittedText.line($0, limit: 100) }
        add(block, at: index)
    }

    private func isVideo(_ url: String) -> Bool {
        guard let host = HTMLAddress(url)?.host else { return false }
        if HTMLBlockReader.videoHosts.contains(where: { host == $0 || host.hasSuffix(".\($0)") }) {
            return true
        }
        let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
        return HTMLBlockReader.videoEndings.contains { path.hasSuffix($0) }
    }
}
