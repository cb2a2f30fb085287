internal import VNModel

/// Finds the text of the article among everything a page shows.
///
/// Every paragraph weighs as many characters as it has, unless it is short or mostly links. The
/// text is what the page marks as such, where much of the weight lies in it; otherwise the
/// innermost element that holds most of the weight of the page.
struct HTMLMainText {
    /// The blocks of the text in their order.
    private(set) var segments: [HTMLSegment]
    private let tree: HTMLTree
    /// Weight before each node.
    private let weights: [Int]

    /// Characters of a paragraph that counts.
    private static let paragraphCharacters = 40
    /// The share of links in a paragraph that counts.
    private static let linkShareLimit = 0.4
    /// The share of a page's weight that a marked text has at least, in percent.
    private static let markedPercent = 25
    /// The share of its weight that an element has in the next inner one, in percent.
    private static let innerPercent = 80
    /// Characters of a line with a date and a name.
    private static let dateLineCharacters = 70
    /// Characters of a line that may be furniture.
    private static let shortCharacters = 25

    /// - Parameters:
    ///   - tree: the page.
    ///   - found: all its blocks without furniture.
    ///   - headline: what the article is called.
    init(_ tree: HTMLTree, _ found: [HTMLSegment], headline: String) {
        self.tree = tree
        var weights = Array(repeating: 0, count: tree.count + 1)
        for segment in found { weights[segment.node + 1] += HTMLMainText.weight(segment) }
        for index in 1..<weights.count { weights[index] += weights[index - 1] }
        self.weights = weights
        segments = found
        let container = self.container()
        segments = found.filter { tree.contains(container, $0.node) }
        if segments.isEmpty { segments = found }
        cutHead(headline)
        let cleaned = cleaned()
        if cleaned.contains(where: \.isText) { segments = cleaned }
    }

    private static func weight(_ segment: HTMLSegment) -> Int {
        guard segment.isText, segment.block.role != .heading,
            segment.count >= paragraphCharacters, segment.linkShare < linkShareLimit,
            !isDateLine(segment)
        else { return 0 }
        return segment.count
    }

    /// Whether a line says when, and perhaps who and where, rather than what.
    private static func isDateLine(_ segment: HTMLSegment) -> Bool {
        segment.count <= dateLineCharacters && segment.plain.utf8.contains { HTMLBytes.isDigit($0) }
            && segment.plain.unicodeScalars.last != "." && HTMLDate.parse(segment.plain) != nil
    }

    private func weight(in index: Int) -> Int { weights[tree[index].end] - weights[index] }

    // MARK: Where

    private func container() -> Int {
        let total = weight(in: 0)
        let marks: [(HTMLNode) -> Bool] = [
            { $0.attribute("itemprop")?.contains("articleBody") == true },
            { $0.name == "article" },
            { $0.name == "main" || $0.attribute("role") == "main" },
        ]
        for isMarked in marks {
            let places = tree.nodes.indices.filter { isMarked(tree[$0]) }
            // Of several, such as the teasers of other articles, the heaviest; the first of equals.
            guard let best = places.max(by: { (weight(in: $0), $1) < (weight(in: $1), $0) })
            else { continue }
            if weight(in: best) > 0, weight(in: best) * 100 >= total * HTMLMainText.markedPercent {
                return best
            }
        }
        return densest()
    }

    private static let texts: Set<String> = [
        "p", "ul", "ol", "dl", "li", "pre", "blockquote", "figure", "h1", "h2", "h3", "h4", "h5",
        "h6", "address", "tr",
    ]

    private func densest() -> Int {
        var index = tree.first("body") ?? 0
        while true {
            let weight = weight(in: index)
            let inner = tree.children(of: index).first {
                !HTMLMainText.texts.contains(tree[$0].name)
                    && self.weight(in: $0) * 100 >= weight * HTMLMainText.innerPercent
            }
            guard weight > 0, let inner else { return index }
            index = inner
        }
    }

    // MARK: What of it

    /// Cuts off what stands above the headline: paths, sections, dates.
    private mutating func cutHead(_ headline: String) {
        let key = HTMLMainText.key(headline)
        let places = segments.indices.prefix(40).filter {
            segments[$0].isText && HTMLMainText.key(segments[$0].plain) == key
        }
        let place = places.first { segments[$0].block.role == .heading } ?? places.first
        guard let place else { return }
        // A text that says its headline in the middle is not above it.
        let above = segments[..<place].reduce(0) { $0 + HTMLMainText.weight($1) }
        guard above == 0 else { return }
        segments = segments[..<place].filter { !$0.isText } + segments[(place + 1)...]
        segments.removeAll { $0.block.text != nil && HTMLMainText.key($0.plain) == key }
    }

    private func cleaned() -> [HTMLSegment] {
        let first = segments.firstIndex { HTMLMainText.weight($0) > 0 }
        var kept: [HTMLSegment] = []
        var isBelowLabel = false
        for (index, segment) in segments.enumerated() {
            if HTMLRelated.relation(ofLabel: segment.plain) != nil {
                isBelowLabel = true
                continue
            }
            let isLinks = HTMLMainText.isLinks(segment)
            // Pictures below such a label are those of other articles.
            if isBelowLabel, isLinks || !segment.isText { continue }
            isBelowLabel = false
            if isLinks || HTMLMainText.isFurniture(segment.plain) { continue }
            let isAbove = first.map { index < $0 } ?? false
            if isAbove, segment.block.role == .paragraph,
                HTMLMainText.isScrap(segment) || HTMLMainText.isDateLine(segment)
            {
                continue
            }
            kept.append(segment)
        }
        // Headings at the end have lost what stood below them.
        while let last = kept.last, last.block.role == .heading || last.isStrongLine,
            kept.count > 1
        {
            kept.removeLast()
        }
        return kept
    }

    /// Whether a block leads elsewhere rather than saying something.
    private static func isLinks(_ segment: HTMLSegment) -> Bool {
        switch segment.block.role {
        case .list: segment.linkShare > 0.6
        case .paragraph: segment.linkShare > 0.8 && segment.count < 200
        default: false
        }
    }

    /// Whether a line is too short to be a sentence and does not end as one.
    private static func isScrap(_ segment: HTMLSegment) -> Bool {
        guard segment.count < shortCharacters, !segment.isStrongLine else { return false }
        return segment.plain.unicodeScalars.last.map { !".!?…:\"”".unicodeScalars.contains($0) }
            ?? true
    }

    private static let furniture: Set<String> = [
        "chia sẻ", "in trang", "in bài", "lưu bài", "lưu bài viết", "gửi email", "theo dõi",
        "quảng cáo", "về trang chủ", "trang chủ", "đăng nhập", "sao chép liên kết", "xem thêm",
        "đọc thêm", "gửi bình luận", "ý kiến", "facebook", "twitter", "zalo", "copy link", "share",
        "tweet", "print", "email", "advertisement", "sponsored", "loading", "đang tải", "×", "»",
        "a a", "a- a+", "nghe đọc bài",
    ]

    private static func isFurniture(_ text: String) -> Bool {
        guard text.utf8.count <= 60 else { return false }
        if let kind = PageFurniture(text), kind == .filler { return true }
        return furniture.contains(text.lowercased())
    }

    /// A text by which two are compared, whatever their case and white space.
    static func key(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
