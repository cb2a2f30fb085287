internal import VNModel
internal import VNText

extension StoreSession {
    /// Puts a document's search keys into the index, over those that may stand there.
    ///
    /// A deleted document has none.
    func index(_ document: Document, number: Int64, isNew: Bool) throws {
        let table = document.kind.table + "_search"
        if !isNew { try run("DELETE FROM \(table) WHERE rowid = ?", .integer(number)) }
        guard !document.isDeleted, !document.isErased else { return }
        let texts: [String] =
            switch document.kind {
            case .article:
                [
                    document.value("headline")?.string ?? "",
                    document.value("summary")?.string ?? "", document.bodyText,
                ]
            case .comment: [document.value("text")?.string ?? ""]
            }
        var values: [SQLValue] = [.integer(number)]
        for text in texts {
            let keys = SearchKeys.keys(text)
            values += [.text(keys.fold), .text(keys.tone)]
        }
        try run(SearchTable.insert(document.kind), values)
        let seq = try head().seq
        if try head().searchSeq + 1 == seq { try changeHead { $0.searchSeq = seq } }
    }
}

extension Document {
    /// What of an article's body can be searched: texts, list items, captions.
    var bodyText: String {
        var parts: [String] = []
        for (_, block) in members(of: "body") {
            if let text = block["text"]?.string { parts.append(text) }
            for item in block["items"]?.array ?? [] {
                if let text = item.string { parts.append(text) }
            }
            if let image = block["image"] {
                for key in ["alt", "caption", "credit"] {
                    if let text = image[key]?.string { parts.append(text) }
                }
            }
        }
        return parts.joined(separator: "\n")
    }
}

/// The columns of the search tables.
enum SearchTable {
    static let articleFolds = ["headline_fold", "summary_fold", "body_fold"]
    static let articleTones = ["headline_tone", "summary_tone", "body_tone"]
    static let commentFolds = ["text_fold"]
    static let commentTones = ["text_tone"]

    static func insert(_ kind: DocumentKind) -> String {
        switch kind {
        case .article:
            """
            INSERT INTO article_search (rowid, headline_fold, headline_tone, summary_fold, \
            summary_tone, body_fold, body_tone) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .comment: "INSERT INTO comment_search (rowid, text_fold, text_tone) VALUES (?, ?, ?)"
        }
    }
}
