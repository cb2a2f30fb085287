internal import VNModel

/// Finds the links to related articles on a page.
struct HTMLRelated {
    private let tree: HTMLTree
    private let base: HTMLAddress?
    private let own: String?
    private var links: [Link] = []
    private var seen: Set<String> = []

    /// Characters of a headline; shorter links are buttons.
    private static let headlineCharacters = 12
    /// Bytes of a label above such links.
    private static let labelBytes = 60

    private static let labels: [String: Link.Relation] = [
        "tin liên quan": .sameTopic, "bài liên quan": .sameTopic, "tin bài liên quan": .sameTopic,
        "bài viết liên quan": .sameTopic, "chủ đề liên quan": .sameTopic,
        "cùng chủ đề": .sameTopic, "tin cùng chủ đề": .sameTopic,
        "cùng chuyên mục": .sameSection, "tin cùng chuyên mục": .sameSection,
        "tin khác": .sameSection, "các tin khác": .sameSection, "bài viết khác": .sameSection,
        "cùng tác giả": .sameAuthor, "bài cùng tác giả": .sameAuthor,
        "đọc thêm": .mentions, "xem thêm": .mentions, "có thể bạn quan tâm": .mentions,
        "related": .sameTopic, "related articles": .sameTopic, "related stories": .sameTopic,
        "related topics": .sameTopic, "see also": .mentions, "read more": .mentions,
    ]

    /// How articles below a label are related; `nil` if it is no such label.
    static func relation(ofLabel text: String) -> Link.Relation? {
        guard text.utf8.count <= labelBytes, !text.isEmpty else { return nil }
        var key = text.lowercased().withoutOuterSpace
        if key.hasSuffix(":") { key.removeLast() }
        return labels[key]
    }

    /// - Parameters:
    ///   - tree: the page.
    ///   - base: what its links are relative to.
    ///   - own: the address of the page, which is not related to itself.
    static func links(_ tree: HTMLTree, base: HTMLAddress?, own: String?) -> [Link] {
        var finder = HTMLRelated(
            tree: tree, base: base, own: own.flatMap { ImportIdentity.canonicalURL($0) })
        finder.find()
        return finder.links
    }

    private init(tree: HTMLTree, base: HTMLAddress?, own: String?) {
        self.tree = tree
        self.base = base
        self.own = own
    }

    private mutating func find() {
        var index = 0
        while index < tree.count, links.count < HTMLLimits.related {
            let node = tree[index]
            if HTMLElements.isInert(node.name) {
                index = node.end
                continue
            }
            if !node.isText, let relation = relation(ofLabel: index) {
                collect(below: index, relation)
                index = max(node.end, index + 1)
            } else if !HTMLElements.isInline(node.name), !node.isText, isRelated(node) {
                let label = tree.children(of: index).lazy
                    .compactMap { [self] in self.relation(ofLabel: $0) }.first
                collect(in: index..<node.end, label ?? .sameTopic)
                index = node.end
            } else {
                index += 1
            }
        }
    }

    private func relation(ofLabel index: Int) -> Link.Relation? {
        let node = tree[index]
        guard !node.isText, node.end - index <= 8 else { return nil }
        return HTMLRelated.relation(
            ofLabel: tree.line(of: index, limit: HTMLRelated.labelBytes))
    }

    private func isRelated(_ node: HTMLNode) -> Bool {
        guard node.name != "body", node.name != "html" else { return false }
        return HTMLNames(node).has(["related", "relatedtopics", "lienquan", "tinlienquan"])
    }

    /// Takes the links of what follows a label: beside it, else beside what holds it.
    private mutating func collect(below label: Int, _ relation: Link.Relation) {
        var place = label
        for _ in 0..<3 {
            let parent = tree[place].parent
            guard parent > 0 else { return }
            let range = tree[place].end..<tree[parent].end
            let end = range.first { self.relation(ofLabel: $0) != nil } ?? range.upperBound
            let count = links.count
            collect(in: range.lowerBound..<end, relation)
            if links.count > count || end < range.upperBound { return }
            place = parent
        }
    }

    private mutating func collect(in range: Range<Int>, _ relation: Link.Relation) {
        // A menu of hundreds of links is none of related articles.
        for index in range.prefix(2000) where tree[index].name == "a" {
            guard links.count < HTMLLimits.related else { return }
            guard let reference = tree[index].attribute("href") else { continue }
            let headline = FittedText.line(tree.line(of: index, limit: 4000), limit: 300)
            guard headline.unicodeScalars.count >= HTMLRelated.headlineCharacters else { continue }
            let url = HTMLAddress.link(reference, base: base)
            let address = url.flatMap { ImportIdentity.canonicalURL($0) }
            if let own, address == own { continue }
            guard seen.insert(HTMLMainText.key(headline)).inserted else { continue }
            links.append(Link(rel: relation, headline: headline, url: url))
        }
    }
}
