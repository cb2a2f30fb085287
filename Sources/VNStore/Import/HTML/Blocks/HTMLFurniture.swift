/// Which parts of a page are not content: navigation, forms, comments, menus, what is hidden.
struct HTMLFurniture {
    /// Where the parts begin.
    private(set) var roots: Set<Int> = []
    private let tree: HTMLTree
    /// Characters before each node that are not blank.
    private let counts: [Int]
    /// Nodes that are surely the article's before each node.
    private let anchorCounts: [Int]

    /// How much of a page is known.
    enum Scope {
        /// A piece of content, in which only what can never be content is furniture.
        case fragment
        /// A whole page with everything around its content.
        case page
    }

    init(_ tree: HTMLTree, scope: Scope) {
        self.tree = tree
        counts = HTMLFurniture.counts(tree)
        anchorCounts = HTMLFurniture.anchorCounts(tree)
        var index = 0
        while index < tree.count {
            if isFurniture(index, scope) {
                roots.insert(index)
                index = tree[index].end
            } else {
                index += 1
            }
        }
    }

    /// Characters of text in a node.
    func textCount(_ index: Int) -> Int { counts[tree[index].end] - counts[index] }

    private static func counts(_ tree: HTMLTree) -> [Int] {
        var counts = [0]
        counts.reserveCapacity(tree.count + 1)
        var sum = 0
        var inertEnd = 0
        for (index, node) in tree.nodes.enumerated() {
            if index >= inertEnd, HTMLElements.isInert(node.name) { inertEnd = node.end }
            if node.isText, index >= inertEnd {
                sum += node.text.utf8.reduce(0) { HTMLBytes.isSpace($1) ? $0 : $0 + 1 }
            }
            counts.append(sum)
        }
        return counts
    }

    /// What is surely the article's: nothing that holds it is furniture.
    private static func anchorCounts(_ tree: HTMLTree) -> [Int] {
        var counts = [0]
        counts.reserveCapacity(tree.count + 1)
        for node in tree.nodes {
            let isAnchor =
                node.name == "h1" || node.name == "main"
                || node.attribute("itemprop") == "articleBody"
            counts.append((counts.last ?? 0) + (isAnchor ? 1 : 0))
        }
        return counts
    }

    private func isFurniture(_ index: Int, _ scope: Scope) -> Bool {
        let node = tree[index]
        guard !node.isText, !["#root", "html", "body", "main", "article"].contains(node.name)
        else { return false }
        let isMost = 2 * textCount(index) > counts[tree.count]
        if HTMLFurniture.isHidden(node) || HTMLFurniture.names.contains(node.name) {
            return !isMost || node.name == "nav"
        }
        guard scope == .page, !HTMLElements.isInline(node.name) else { return false }
        let names = HTMLNames(node)
        let isNamed = names.has(HTMLFurniture.words) || HTMLFurniture.pageNames.contains(node.name)
        let isOther = names.has(HTMLFurniture.otherTexts)
        let isRole = HTMLFurniture.roles.contains(node.attribute("role") ?? "")
        guard isNamed || isOther || isRole else { return false }
        guard anchorCounts[node.end] == anchorCounts[index] else { return false }
        return isOther || !isMost
    }

    private static func isHidden(_ node: HTMLNode) -> Bool {
        if node.attributes["hidden"] != nil || node.attribute("aria-hidden") == "true" {
            return !node.name.isEmpty
        }
        guard let style = node.attribute("style")?.lowercased().filter({ $0 != " " }) else {
            return false
        }
        return style.contains("display:none") || style.contains("visibility:hidden")
    }

    private static let names: Set<String> = ["nav", "form", "menu"]
    private static let pageNames: Set<String> = ["aside", "footer", "header"]
    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar",
        "toolbar", "dialog", "alert",
    ]

    /// Words by which pages name what stands around the article.
    private static let words: Set<String> = [
        "sidebar", "share", "sharing", "social", "menu", "navbar", "nav", "navigation",
        "navheader", "navfooter", "breadcrumb", "breadcrumbs", "footer", "newsletter",
        "subscribe", "advert", "advertisement", "ads", "ad", "adv", "banner", "promo",
        "promotion", "popup", "modal", "pagination", "pager", "toolbar", "cookie", "cookies",
        "rating", "tags", "login", "signin", "search", "toc", "quangcao", "chiase", "tukhoa",
    ]

    /// Words by which pages name texts of others: comments and other articles.
    static let otherTexts: Set<String> = [
        "comment", "comments", "disqus", "binhluan", "recommend", "recommended",
        "recommendations", "outbrain", "taboola", "related", "relatedtopics", "lienquan",
        "tinlienquan", "tinkhac", "docthem", "xemthem", "readmore", "cungchuyenmuc", "mostread",
    ]
}

/// The words in the class and id of an element, in lower case.
struct HTMLNames {
    private let words: [String]
    private let pairs: [String]

    init(_ node: HTMLNode) {
        guard node.attributes["class"] != nil || node.attributes["id"] != nil else {
            (words, pairs) = ([], [])
            return
        }
        let texts = [node.attributes["class"], node.attributes["id"]].compactMap { $0 }
        words = texts.flatMap(HTMLNames.words)
        // `binh-luan` and `tin-lien-quan` are one word each.
        pairs = texts.flatMap { text in
            text.split(whereSeparator: \.isWhitespace).flatMap { name in
                let parts = HTMLNames.words(String(name))
                return parts.indices.flatMap { first in
                    (2...3).compactMap { count in
                        first + count <= parts.count
                            ? parts[first..<(first + count)].joined() : nil
                    }
                }
            }
        }
    }

    func has(_ set: Set<String>) -> Bool {
        words.contains(where: set.contains) || pairs.contains(where: set.contains)
    }

    /// Whether a word begins or ends so.
    func hasPart(_ part: String) -> Bool {
        words.contains { $0.hasPrefix(part) || $0.hasSuffix(part) }
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for scalar in text.unicodeScalars {
            let isUpper = ("A"..."Z").contains(scalar)
            let isWord = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if !isWord || isUpper && wasLower, !word.isEmpty {
                words.append(word.lowercased())
                word = ""
            }
            if isWord { word.unicodeScalars.append(scalar) }
            wasLower = isWord && !isUpper
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }
}
