import Synchronization
import VNModel
import VNStore

extension StoreFixture {
    /// An article of which the number decides the id.
    func story(
        _ number: UInt64, headline: String, published: String = "2026-03-01T08:00:00+07:00",
        section: String? = nil, topics: [String] = [], publisher: String = "Báo Thử",
        texts: [String] = ["Đoạn một"]
    ) -> Article {
        var article = article(number, headline: headline, paragraphs: 0)
        article.datePublished = published
        article.section = section
        article.topics = topics
        article.publisher = Agent(kind: .organization, name: publisher)
        article.body = texts.enumerated().map { Block(id: "p\($0.offset + 1)", text: $0.element) }
        return article
    }

    /// A reply or a comment at a minute of the morning.
    func remark(
        _ number: UInt64, on article: Article, replyTo parent: UInt64? = nil, minute: Int = 0
    ) -> Comment {
        var comment = comment(number, on: article, text: "Ý kiến \(number)")
        comment.inReplyTo = parent.map { StoreFixture.commentID($0) }
        comment.dateCreated = "2026-03-01T09:\(minute < 10 ? "0" : "")\(minute):00+07:00"
        return comment
    }

    static func articleID(_ number: UInt64) -> DocumentID {
        DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | number)
    }

    static func commentID(_ number: UInt64) -> DocumentID {
        DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | number)
    }

    /// Takes documents in as a pull would.
    func receive(_ documents: [Document]) async throws {
        if try await store.remotes().isEmpty {
            try await store.addRemote("hub", url: "http://hub.example/")
        }
        let items = documents.map { FeedItem.document($0, seq: 1) }
        _ = try await store.applyPage(
            items, remote: "hub", cursor: "cursor", isComplete: true)
    }

    /// Takes a document as it stands in another store.
    func receive(_ id: DocumentID, from other: StoreFixture) async throws {
        guard let document = try await other.store.document(id) else { return }
        try await receive([document])
    }

    /// Runs SQL behind the store's back, as damage would.
    func damage(_ sql: String) async throws {
        try await store.write(.durable) { session in _ = try session.run(sql) }
    }

    /// How SQLite goes about a statement.
    func plan(_ statement: PageStatement) async throws -> String {
        try await store.read { session in
            try session.all("EXPLAIN QUERY PLAN " + statement.sql, statement.values) {
                $0.text(3) ?? ""
            }.joined(separator: "\n")
        }
    }
}

/// A replica that is no store: it writes registers of documents directly.
struct Writer {
    let replica: ReplicaID
    var counter: UInt64 = 0
    var milliseconds: UInt64

    init(_ bits: UInt64, milliseconds: UInt64 = 1_770_000_000_000) {
        replica = ReplicaID(bits: bits)
        self.milliseconds = milliseconds
    }

    /// Writes registers over what the document shows.
    mutating func write(
        _ operations: [(path: String, value: JSONValue)], to document: inout Document
    ) {
        counter += 1
        milliseconds += 1
        let dot = Dot(replica, counter)
        let stamp = HybridTimestamp(milliseconds: milliseconds)
        for operation in operations {
            var register = document[operation.path]
            register.write(LiveValue(dot: dot, stamp: stamp, value: operation.value))
            document.set(operation.path, register)
        }
    }

    mutating func document(_ comment: Comment) -> Document {
        var document = Document(id: comment.id, kind: .comment)
        write(comment.operations(), to: &document)
        return document
    }

    mutating func document(_ article: Article) -> Document {
        var document = Document(id: article.id, kind: .article)
        write(article.operations(), to: &document)
        return document
    }
}

/// Numbers that a callback leaves.
final class Steps: Sendable {
    private let numbers = Mutex<[Int]>([])

    var values: [Int] { numbers.withLock { $0 } }

    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
}
