import VNModel
import VNWire

let alice = ReplicaID(bits: 0xA)
let bob = ReplicaID(bits: 0xB)
let carol = ReplicaID(bits: 0xC)
let dave = ReplicaID(bits: 0xD)

/// The id of a document by number.
func document(_ number: UInt64) -> DocumentID { DocumentID(high: 7 << 12, low: number) }

/// A vector written as `"a3 b1"`.
func vector(_ text: String) -> VersionVector {
    VersionVector(
        text.split(separator: " ").map { part in
            (ReplicaID(bits: UInt64(part.prefix(1), radix: 16) ?? 0), UInt64(part.dropFirst()) ?? 0)
        })
}

/// A register and what is written to it.
struct Write {
    var path: String
    var value: JSONValue
    var seen: VersionVector

    init(_ path: String, _ value: JSONValue, seen: String = "") {
        self.path = path
        self.value = value
        self.seen = vector(seen)
    }

    init(_ path: String, _ text: String, seen: String = "") {
        self.init(path, .string(text), seen: seen)
    }

    static func delete(saw: String, seen: String = "") -> Write {
        Write(
            "deleted",
            DeletionMark(at: "2026-01-02T03:04:05Z", by: nil, saw: vector(saw)).value, seen: seen)
    }

    /// The registers that make a new article complete.
    static func article(_ headline: String = "Giá cà phê tăng", section: String? = nil) -> [Write] {
        [
            Write("datePublished", "2026-01-02T03:04:05+07:00"), Write("headline", headline),
            Write(
                "publisher",
                .object([("name", .string("Báo Mẫu")), ("type", .string("Organization"))])),
        ] + (section.map { [Write("section", $0)] } ?? [])
    }

    /// The registers that make a new comment complete.
    static func comment(on article: DocumentID, replyTo parent: DocumentID? = nil) -> [Write] {
        [
            Write("articleId", article.description),
            Write("author", .object([("name", .string("Bạn đọc"))])),
            Write("dateCreated", "2026-01-02T03:04:05Z"),
        ] + (parent.map { [Write("inReplyTo", $0.description)] } ?? []) + [
            Write("text", "Bài viết rất bổ ích.")
        ]
    }
}

/// A replica's journal: makes rows with contiguous counters and chained hashes.
struct Writer {
    let replica: ReplicaID
    var counter: UInt64 = 0
    var hash = ChangeHash.origin
    /// Milliseconds of the next stamp.
    var time: UInt64 = 1_800_000_000_000

    init(_ replica: ReplicaID) { self.replica = replica }

    /// A change of an article.
    mutating func change(
        _ id: DocumentID, _ writes: [Write], group: UInt64? = nil, cid: DocumentID? = nil
    ) -> PushedChange {
        change(id, .article, writes, group: group, cid: cid)
    }

    /// A change of one document; `group` is the counter of the group's first change.
    mutating func change(
        _ id: DocumentID, _ kind: DocumentKind, _ writes: [Write],
        group: UInt64? = nil, cid: DocumentID? = nil
    ) -> PushedChange {
        counter += 1
        time += 1
        let change = Change(
            dot: Dot(replica, counter),
            cid: cid ?? DocumentID(high: replica.bits << 32 | 0x7000, low: counter),
            transaction: group ?? counter, stamp: HybridTimestamp(milliseconds: time), document: id,
            kind: kind,
            operations: writes.map {
                Change.Operation(path: $0.path, value: $0.value, seen: $0.seen)
            })
        defer { hash = change.hash(after: hash) }
        return PushedChange(change: change, previous: hash)
    }

    /// A row that was taken back; `change` is what stood in the journal.
    mutating func withdrawn(_ change: PushedChange) -> PushedChange {
        .withdrawn(
            dot: change.change.dot, cid: change.change.cid,
            transaction: change.change.transaction, previous: change.previous,
            hash: change.change.hash(after: change.previous ?? .origin))
    }
}
