internal import VNModel
internal import VNText

/// The texts of a document that can be searched.
struct SearchTexts {
    /// For each pair of index columns the texts that stand in it.
    private let columns: [[String]]

    /// The texts of a row with the columns of ``selectedColumns(_:)``.
    init(_ row: borrowing SQLRow, from first: Int32, kind: DocumentKind) {
        switch kind {
        case .comment: columns = [[row.text(first) ?? ""]]
        case .article:
            columns = [
                [row.text(first) ?? ""], [row.text(first + 1) ?? ""],
                SearchTexts.blocks(row, first + 2).flatMap { SearchTexts.texts(of: $0) },
            ]
        }
    }

    /// The columns of a row that hold the texts.
    static func selectedColumns(_ kind: DocumentKind) -> String {
        switch kind {
        case .article: "headline, summary, body"
        case .comment: "text"
        }
    }

    /// The fold and tone keys of all texts, as the index stores them, UTF-8.
    var keys: [[UInt8]] {
        columns.flatMap { texts in
            var (fold, tone): ([UInt8], [UInt8]) = ([], [])
            for text in texts { SearchKeys.appendKeys(of: text, fold: &fold, tone: &tone) }
            return [fold, tone]
        }
    }

    /// The blocks of a row's body; none if the column is damaged, which a verification reports.
    static func blocks(_ row: borrowing SQLRow, _ column: Int32) -> [JSONValue] {
        row.withBytes(column) { bytes in
            (try? JSONValue(parsing: bytes, depthLimit: Limits.jsonDepth + 2))?.array ?? []
        }
    }

    /// What of a block can be searched: text, list items, title, captions.
    static func texts(of block: JSONValue) -> [String] {
        var texts: [String] = []
        if let text = block["text"]?.string { texts.append(text) }
        for item in block["items"]?.array ?? [] {
            if let text = item.string { texts.append(text) }
        }
        if let title = block["title"]?.string { texts.append(title) }
        if let image = block["image"] {
            for key in ["alt", "caption", "credit"] {
                if let text = image[key]?.string { texts.append(text) }
            }
        }
        return texts
    }
}

/// The search tables.
enum SearchTable {
    /// The rank of a hit; for articles with how much each column weighs: headline, summary, body.
    static func rank(_ kind: DocumentKind) -> String {
        switch kind {
        case .article: "\(SearchRank.name)(article_search, 10.0, 10.0, 4.0, 4.0, 1.0, 1.0)"
        case .comment: "\(SearchRank.name)(comment_search)"
        }
    }

    static func name(_ kind: DocumentKind) -> String { kind.table + "_search" }

    static func columns(_ kind: DocumentKind) -> [String] {
        switch kind {
        case .article:
            [
                "headline_fold", "headline_tone", "summary_fold", "summary_tone", "body_fold",
                "body_tone",
            ]
        case .comment: ["text_fold", "text_tone"]
        }
    }

    static func insert(_ kind: DocumentKind) -> String {
        let columns = columns(kind)
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return """
            INSERT INTO \(name(kind)) (rowid, \(columns.joined(separator: ", "))) \
            VALUES (?, \(places))
            """
    }

    /// The FTS5 expression of a query; `nil` if there is nothing to search for.
    static func expression(_ query: SearchQuery, _ scope: SearchRequest.Scope) -> String? {
        switch scope {
        case .title:
            query.fts5Expression(
                foldColumns: ["headline_fold"], toneColumns: ["headline_tone"])
        case .all:
            query.fts5Expression(
                foldColumns: ["headline_fold", "summary_fold", "body_fold"],
                toneColumns: ["headline_tone", "summary_tone", "body_tone"])
        case .comments:
            query.fts5Expression(foldColumns: ["text_fold"], toneColumns: ["text_tone"])
        }
    }
}
