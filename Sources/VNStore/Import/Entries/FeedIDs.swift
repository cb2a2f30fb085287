internal import VNModel

/// Under which id the entries of an import stand, by what their feeds call them.
///
/// An address may change while the feed's own id stays: a headline is corrected and the address
/// with it. Memory is a few bytes for each entry that has both, up to
/// ``ImportLimits/rememberedEntries``.
struct FeedIDs: Sendable {
    /// An entry that was read.
    private struct Known {
        let source: Int
        /// The id that its address makes.
        let address: DocumentID
        /// The id under which it stands.
        let id: DocumentID
    }

    /// What becomes of an entry.
    enum Answer {
        /// Nothing like it was read in this import.
        case new
        /// It stands under this id.
        case standing(DocumentID)
        /// Its feed had it before under another address, and that one counts.
        case repeated(DocumentID)
    }

    private var known: [DocumentID: Known] = [:]
    /// Ids by address, and those that the articles really have.
    private var moved: [DocumentID: DocumentID] = [:]

    /// What tells an entry apart besides its address: its publisher and the feed's id of it.
    static func key(_ article: Article) -> DocumentID? {
        guard article.url != nil, let guid = guid(of: article) else { return nil }
        return DocumentID(importName: "guid \(article.publisher.name)\n\(guid)")
    }

    static func guid(of article: Article) -> String? {
        article.alternateIDs.first { $0.role == "guid" }?.value
    }

    /// What became of an entry that is the same by its feed's id.
    mutating func answer(_ article: Article, in source: Int) -> Answer {
        guard let key = FeedIDs.key(article), let before = known[key] else { return .new }
        if before.source == source, before.address != article.id {
            move(article.id, to: before.id)
            return .repeated(before.id)
        }
        take(article, in: source, as: before.id)
        return .standing(before.id)
    }

    /// Remembers an entry and the id under which it stands.
    mutating func take(_ article: Article, in source: Int, as id: DocumentID) {
        guard let key = FeedIDs.key(article),
            known[key] != nil || known.count < ImportLimits.rememberedEntries
        else { return }
        known[key] = Known(source: source, address: article.id, id: id)
        move(article.id, to: id)
    }

    private mutating func move(_ id: DocumentID, to current: DocumentID) {
        if id != current { moved[id] = current }
    }

    /// The comment under the article that its address leads to now.
    func placed(_ comment: Comment) -> Comment {
        guard let id = moved[comment.articleID] else { return comment }
        var result = comment
        result.articleID = id
        return result
    }
}

extension Article {
    /// This article under the id it has already.
    func moved(to id: DocumentID) -> Article {
        var result = self
        result.id = id
        return result
    }
}

extension StoreSession {
    /// Articles of one moment that are compared; there are rarely two.
    private static let sameMomentLimit: Int64 = 50

    /// The article that a feed calls the same and that stands here under another address.
    ///
    /// Only one that readers may see, of the same publisher and published at the same moment: no
    /// index knows what feeds call their entries.
    ///
    /// - Complexity: O(log *n*) in the number of articles.
    func article(sameByFeedAs entry: Article) throws -> DocumentID? {
        guard let guid = FeedIDs.guid(of: entry), try stored(entry.id) == nil,
            let time = Timestamp(rfc3339: entry.datePublished)?.milliseconds
        else { return nil }
        let ids = try all(
            """
            SELECT id FROM article WHERE state = 'usable' AND published_ms = ?
            ORDER BY id LIMIT ?
            """, [.integer(time), .integer(StoreSession.sameMomentLimit)]
        ) { $0.id(0) }
        for id in ids.compactMap({ $0 }) {
            guard let document = try stored(id, .article)?.document else { continue }
            let article = Article(document: document)
            if article.publisher.name == entry.publisher.name, FeedIDs.guid(of: article) == guid {
                return id
            }
        }
        return nil
    }
}
