import Foundation
import Synchronization
import VNModel
import VNRandom
import VNStore

/// A clock that tests set and randomness that a seed decides.
final class TestEnvironment: Environment {
    private struct State {
        var milliseconds: UInt64
        var random: SplitMix64
    }

    private let state: Mutex<State>

    init(seed: UInt64, milliseconds: UInt64 = 1_770_000_000_000) {
        state = Mutex(State(milliseconds: milliseconds, random: SplitMix64(seed: seed)))
    }

    func milliseconds() -> UInt64 { state.withLock { $0.milliseconds } }

    func random() -> UInt64 { state.withLock { $0.random.next() } }

    func sleep(for duration: Duration) async throws {
        advance(by: UInt64(duration.components.seconds) * 1000)
    }

    func advance(by milliseconds: UInt64) { state.withLock { $0.milliseconds += milliseconds } }
}

/// A store in a temporary folder that goes with it.
final class StoreFixture: Sendable {
    let folder: URL
    let environment: TestEnvironment
    let store: ContentStore

    init(seed: UInt64, milliseconds: UInt64 = 1_770_000_000_000) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnstore-\(UUID().uuidString)")
        environment = TestEnvironment(seed: seed, milliseconds: milliseconds)
        var configuration = StoreConfiguration()
        configuration.environment = environment
        store = try await ContentStore.create(
            at: folder.appendingPathComponent("store.db").path, configuration: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A second connection to the same file, as another process would have it.
    func reopened() async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = environment
        return try await ContentStore.open(at: store.path, configuration: configuration)
    }

    func article(_ number: UInt64, headline: String = "Đầu đề", paragraphs: Int = 3) -> Article {
        Article(
            id: DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | number),
            headline: headline, datePublished: "2026-03-01T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-thu", name: "Báo Thử"),
            body: (0..<paragraphs).map { Block(id: "p\($0 + 1)", text: "Đoạn \($0 + 1)") })
    }

    func comment(_ number: UInt64, on article: Article, text: String = "Ý kiến") -> Comment {
        Comment(
            id: DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | number),
            articleID: article.id, author: CommentAuthor(name: "An"), text: text,
            dateCreated: "2026-03-01T09:00:00+07:00")
    }
}

extension ContentStore {
    func document(_ id: DocumentID) async throws -> Document? {
        try await read { try $0.stored(id)?.document }
    }
}
