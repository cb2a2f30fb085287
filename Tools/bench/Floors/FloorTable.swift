/// The tables of a plain application without sync: the store's content columns and the indexes
/// that its lists and threads need, and nothing else.
enum FloorTable: CaseIterable {
    case article, topic, comment

    /// The names of the columns in the floor's file.
    var columns: [String] {
        switch self {
        case .article:
            [
                "number", "id", "headline", "summary", "url", "language", "section", "status",
                "comment_policy", "date_published", "published_ms", "publisher", "image",
                "topics", "authors", "related", "body",
            ]
        case .topic: ["topic", "article"]
        case .comment:
            [
                "number", "id", "state", "article", "parent", "created_ms", "date_created",
                "author", "language", "moderation", "text",
            ]
        }
    }

    /// Reads the same columns from a store, behind the seq of the document.
    var select: String {
        let names = columns.map { "t.\($0)" }.joined(separator: ", ")
        return switch self {
        case .article: "SELECT seq, \(names) FROM article t ORDER BY seq"
        case .comment: "SELECT seq, \(names) FROM comment t ORDER BY seq"
        case .topic:
            """
            SELECT a.seq, \(names) FROM article a JOIN article_topic t ON t.article = a.number
            ORDER BY a.seq, t.topic
            """
        }
    }

    /// The statement that the floor runs for each row.
    var insert: String {
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }

    private var name: String {
        switch self {
        case .article: "article"
        case .topic: "article_topic"
        case .comment: "comment"
        }
    }

    /// Makes all tables.
    static let schema = """
        CREATE TABLE article (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, headline TEXT, summary TEXT,
            url TEXT, language TEXT, section TEXT, status TEXT, comment_policy TEXT,
            date_published TEXT, published_ms INTEGER NOT NULL, publisher TEXT, image TEXT,
            topics TEXT, authors TEXT, related TEXT, body TEXT) STRICT;
        CREATE INDEX article_published ON article (published_ms, id);
        CREATE INDEX article_section ON article (section, published_ms, id);
        CREATE TABLE article_topic (
            topic TEXT NOT NULL, article INTEGER NOT NULL,
            PRIMARY KEY (topic, article)) STRICT, WITHOUT ROWID;
        CREATE INDEX article_topic_article ON article_topic (article);
        CREATE TABLE comment (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, state TEXT NOT NULL,
            article BLOB, parent BLOB, created_ms INTEGER NOT NULL, date_created TEXT,
            author TEXT, language TEXT, moderation TEXT, text TEXT) STRICT;
        CREATE INDEX comment_thread ON comment (article, created_ms, id);
        CREATE INDEX comment_queue ON comment (state, created_ms)
            WHERE state IN ('pending', 'withheld');
        """
}
