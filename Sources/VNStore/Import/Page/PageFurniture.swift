internal import VNModel

/// The lines of a page that belong to the portal, not to the article.
enum PageFurniture: Equatable {
    /// `Bình luận (n)`, `No data`, `No videos available` or `;`.
    case filler
    /// The title of a list of related articles.
    case list(Link.Relation)
    /// One of the portal's own sections.
    case navigation

    private static let fillers: Set<String> = [
        ";", "no data", "no videos available", "bình luận",
    ]
    private static let lists: [String: Link.Relation] = [
        "cùng chủ đề": .sameTopic, "cùng chuyên mục": .sameSection, "cùng tác giả": .sameAuthor,
    ]
    private static let sections: Set<String> = [
        "di sản", "nhân vật", "doanh nghiệp", "thời sự", "hệ thống chính trị", "địa phương",
        "sản phẩm",
    ]

    /// What a line is; `nil` if it belongs to the article.
    init?(_ line: String) {
        var key = line.lowercased()
        if key.hasSuffix(":") { key.removeLast() }
        if PageFurniture.fillers.contains(key) || PageFurniture.isCounter(key) {
            self = .filler
        } else if let relation = PageFurniture.lists[key] {
            self = .list(relation)
        } else if PageFurniture.sections.contains(key) {
            self = .navigation
        } else {
            return nil
        }
    }

    /// `bình luận (12)`.
    private static func isCounter(_ key: String) -> Bool {
        guard key.hasPrefix("bình luận"), key.hasSuffix(")") else { return false }
        let inside = key.dropFirst("bình luận".count).withoutOuterSpace
        let digits = inside.dropFirst().dropLast()
        return inside.hasPrefix("(") && !digits.isEmpty && digits.allSatisfy(\.isWholeNumber)
    }

    /// The name behind `Nguồn`, empty if none stands there; `nil` if the line is no source line.
    static func source(_ line: String) -> String? {
        let key = line.lowercased()
        if key == "nguồn" { return "" }
        guard key.hasPrefix("nguồn"), let colon = line.firstIndex(of: ":"),
            line[..<colon].withoutOuterSpace.lowercased() == "nguồn"
        else { return nil }
        return line[line.index(after: colon)...].withoutOuterSpace
    }
}
