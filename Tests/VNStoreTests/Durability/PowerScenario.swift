import FaultDisk
import Foundation
import VNModel
import VNStore

/// One call of a store that commits at most once.
struct PowerStep: Sendable {
    enum Kind: Sendable {
        /// Survives a power cut once it returned.
        case durable
        /// May be lost with a power cut, whole and from the end.
        case repeatable
        /// Changes nothing that people see.
        case neutral
    }

    let name: String
    let kind: Kind
    let run: @Sendable (PowerSubject) async throws -> Void
}

/// A store under test; a step may close and open it.
final class PowerSubject: @unchecked Sendable {  // its steps run one after the other
    let path: String
    let configuration: StoreConfiguration
    let environment: TestEnvironment
    var store: ContentStore

    init(_ disk: FaultDisk, seed: UInt64, synchronous: String? = nil) async throws {
        path = disk.path("store.db")
        environment = TestEnvironment(seed: seed)
        var configuration = StoreConfiguration()
        configuration.environment = environment
        configuration.forcedSynchronous = synchronous
        self.configuration = configuration
        store = try await ContentStore.create(at: path, configuration: configuration)
        try await store.addRemote("origin", url: "http://127.0.0.1:1")
    }

    func reopen() async throws {
        try await store.close()
        try await reopenAfterClose()
    }

    func reopenAfterClose() async throws {
        store = try await ContentStore.open(at: path, configuration: configuration)
    }
}

/// Steps that are the same whenever they are made of the same seed.
struct PowerScenario: Sendable {
    let seed: UInt64
    let steps: [PowerStep]

    /// Every kind of commit once or twice.
    static let small = PowerScenario(
        seed: 1,
        steps: [
            .post(1), .comment(1, on: 1), .page(1, article: 900), .edit(1, "Sửa lần một"),
            .page(2, article: 901), .verdicts(1...2), .mark(1), .search, .moderate(1),
            .checkpoint, .group(2), .delete(1), .reopen, .undelete(1), .verdicts(3...4),
            .post(3),
        ])

    /// As many steps as asked for, in an order that the seed decides.
    init(seed: UInt64, count: Int) {
        let environment = TestEnvironment(seed: seed)
        var posts: UInt64 = 0
        var pages: UInt64 = 0
        var steps: [PowerStep] = []
        while steps.count < count {
            let some = posts == 0 ? 0 : environment.random() % posts + 1
            switch environment.random() % (posts == 0 ? 1 : 16) {
            case 0...2:
                posts += 1
                steps.append(.post(posts))
            case 3...4: steps.append(.comment(UInt64(steps.count), on: some))
            case 5...7:
                steps.append(.edit(some, "Bản \(steps.count)"))
            case 8...10:
                pages += 1
                steps.append(.page(pages, article: 900 + environment.random() % 8))
            case 11: steps.append(.verdicts(1...UInt64(steps.count)))
            case 12: steps.append(.mark(some))
            case 13: steps.append(.search)
            case 14: steps.append(environment.random() % 4 == 0 ? .reopen : .checkpoint)
            default: steps.append(.group(5_000 + UInt64(steps.count)))
            }
        }
        self.init(seed: seed, steps: steps)
    }

    private init(seed: UInt64, steps: [PowerStep]) {
        self.seed = seed
        self.steps = steps
    }
}

extension PowerStep {
    private static let dave = ReplicaID(bits: 0xDA7E)

    static func article(_ number: UInt64, _ headline: String) -> Article {
        Article(
            id: DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | number),
            headline: headline, datePublished: "2026-03-01T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-thu", name: "Báo Thử"),
            body: (1...4).map { Block(id: "p\($0)", text: "Đoạn \($0) của bài \(number)") })
    }

    static func commentID(_ number: UInt64) -> DocumentID {
        DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | number)
    }

    static func post(_ number: UInt64) -> PowerStep {
        PowerStep(name: "post \(number)", kind: .durable) {
            try await $0.store.post(article(number, "Tin số \(number)"))
        }
    }

    static func edit(_ number: UInt64, _ headline: String) -> PowerStep {
        PowerStep(name: "edit \(number)", kind: .durable) {
            try await $0.store.edit(article(number, "").id) { $0.headline = headline }
        }
    }

    static func comment(_ number: UInt64, on other: UInt64) -> PowerStep {
        PowerStep(name: "comment \(number)", kind: .durable) {
            try await $0.store.post(
                Comment(
                    id: commentID(number), articleID: article(other, "").id,
                    author: CommentAuthor(name: "An"), text: "Ý kiến \(number)",
                    dateCreated: "2026-03-01T09:00:00+07:00"))
        }
    }

    static func moderate(_ number: UInt64) -> PowerStep {
        PowerStep(name: "moderate \(number)", kind: .durable) {
            try await $0.store.moderate(
                commentID(number), .init(status: .approved, by: "Bình", at: nil))
        }
    }

    /// Three changes that belong together.
    static func group(_ number: UInt64) -> PowerStep {
        PowerStep(name: "group \(number)", kind: .durable) {
            try await $0.store.write { transaction in
                for part in 0..<3 as Range<UInt64> {
                    try transaction.put(article(10_000 + number * 3 + part, "Phần \(part)"))
                }
            }
        }
    }

    static func delete(_ number: UInt64) -> PowerStep {
        PowerStep(name: "delete \(number)", kind: .durable) {
            try await $0.store.delete(article(number, "").id)
        }
    }

    static func undelete(_ number: UInt64) -> PowerStep {
        PowerStep(name: "undelete \(number)", kind: .durable) {
            try await $0.store.undelete(article(number, "").id)
        }
    }

    static func mark(_ number: UInt64) -> PowerStep {
        PowerStep(name: "mark \(number)", kind: .repeatable) {
            try await $0.store.mark([article(number, "").id], read: true)
        }
    }

    /// A page of a pull with an article by somebody else, new or edited, and its cursor.
    static func page(_ number: UInt64, article id: UInt64) -> PowerStep {
        PowerStep(name: "page \(number)", kind: .repeatable) { subject in
            var document = Document(id: article(id, "").id, kind: .article)
            document.apply(
                Change(
                    dot: Dot(dave, number), cid: DocumentID(high: 7, low: number),
                    transaction: number, stamp: HybridTimestamp(milliseconds: number),
                    document: document.id, kind: .article,
                    operations: article(id, "Tin xa \(number)").operations().map {
                        Change.Operation(
                            path: $0.path, value: $0.value,
                            seen: VersionVector([(dave, number - 1)]))
                    }))
            _ = try await subject.store.applyPage(
                [.document(document, seq: number)], remote: "origin",
                cursor: "g:\(number):\(number)", isComplete: true)
        }
    }

    static func verdicts(_ counters: ClosedRange<UInt64>) -> PowerStep {
        PowerStep(name: "verdicts \(counters)", kind: .repeatable) {
            let verdicts = counters.map { counter in
                Verdict(
                    counter: counter,
                    outcome: counter % 5 == 2
                        ? .refused(code: "limits", message: "thử") : .applied)
            }
            _ = try await $0.store.recordVerdicts(verdicts, remote: "origin")
        }
    }

    static let search = PowerStep(name: "search", kind: .repeatable) {
        _ = try await $0.store.search(SearchRequest("tin"))
    }

    static let checkpoint = PowerStep(name: "checkpoint", kind: .neutral) {
        try await $0.store.checkpoint()
    }

    static let reopen = PowerStep(name: "reopen", kind: .neutral) { try await $0.reopen() }
}
