import Testing
import VNModel
import VNWire

/// What came of one pull.
struct Pulled {
    var header: PullHeader
    var items: [FeedItem] = []
    var judged: [JudgedRow] = []
    var checkpoints: [String] = []
    var end: PullEnd

    static let mediaType = "application/x-ndjson"

    var documents: [Document] {
        items.compactMap { if case .document(let document, _) = $0 { document } else { nil } }
    }

    func document(_ id: DocumentID) -> Document? { documents.last { $0.id == id } }

    /// Reads a stream of lines and checks what every stream must keep, or throws the problem.
    init(_ answer: Answer) throws {
        guard answer.status == 200 else { throw try answer.problem() }
        #expect(answer.headers["content-type"] == Pulled.mediaType)
        var header: PullHeader?
        var digest = PullDigest()
        end = PullEnd(cursor: nil, isComplete: false, count: 0, digest: "")
        for line in answer.body.split(separator: UInt8(ascii: "\n")) {
            switch try PullLine(parsing: Array(line)) {
            case .header(let first):
                #expect(header == nil)
                header = first
                continue
            case .item(let item): items.append(item)
            case .judged(let row): judged.append(row)
            case .checkpoint(let cursor):
                checkpoints.append(cursor)
                continue
            case .end(let end):
                self.end = end
                continue
            }
            digest.update(line)
            digest.update([UInt8(ascii: "\n")])
        }
        self.header = try #require(header)
        #expect(end.count == items.count + judged.count)
        #expect(end.digest == digest.text)
    }
}
