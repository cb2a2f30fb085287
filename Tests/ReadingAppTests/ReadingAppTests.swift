import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

import struct VNModel.Comment

/// The data layer that the tutorial builds, step by step, does what the tutorial says.
@Suite(.timeLimit(.minutes(2))) struct ReadingAppTests {
    /// A library with the twelve pages of a portal, in a folder that goes with it.
    private final class Shelf: Sendable {
        let folder: URL
        let library: Library

        init() async throws {
            folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("reading-app-\(UUID().uuidString)")
            library = try await Library.open(at: folder.appendingPathComponent("l.db").path)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func fill() async throws {
            let pages = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Fixtures/pages").path
            let failures = try await library.importArticles(from: pages) { _ in }
            try #require(failures.isEmpty, "\(failures)")
        }
    }

    @Test("an app reads offline: lists, opens, searches")
    func reading() async throws {
        let shelf = try await Shelf()
        #expect(try await shelf.library.headlines().elements.isEmpty)
        try await shelf.fill()
        let page = try await shelf.library.headlines()
        #expect(page.elements.count == 12)
        #expect(page.next == nil)
        _ = try await shelf.library.sections()
        let first = try #require(page.elements.first)
        #expect(first.isUnread)
        let open = try #require(try await shelf.library.open(first.id))
        #expect(open.entry.article.headline == first.headline)
        #expect(open.thread.isEmpty)
        #expect(try await shelf.library.headlines().elements.first?.isUnread == false)
        #expect(try await shelf.library.open(DocumentID(high: 1, low: 2)) == nil)
        let word = try #require(first.headline.split(separator: " ").first)
        let found = try await shelf.library.search(String(word))
        #expect(found.hits.contains { $0.id == first.id })
        #expect(found.remark == nil)
        // The library is there when the app comes back.
        try await shelf.library.close()
        let again = try await Library.open(at: shelf.library.store.path)
        #expect(try await again.headlines().elements.count == 12)
        try await again.close()
    }

    @Test("words without their marks find nothing exactly, and the app says so")
    func relaxed() async throws {
        let shelf = try await Shelf()
        let store = shelf.library.store
        try await store.post(
            Article(
                id: SystemEnvironment().newDocumentID(), headline: "Chợ nổi mùa nước",
                datePublished: "2026-03-01T08:00:00+07:00",
                publisher: Agent(kind: .organization, name: "Báo Thử")))
        let found = try await shelf.library.search("chớ nói")
        #expect(found.hits.count == 1)
        #expect(found.remark?.contains("không phân biệt dấu") == true)
    }

    @Test("the first screen follows the library")
    @MainActor
    func following() async throws {
        let shelf = try await Shelf()
        let page = FrontPage()
        let task = Task { await page.follow(shelf.library) }
        try await shelf.fill()
        while page.articles.count < 12 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await task.value
        #expect(page.problem == nil)
    }

    @Test("a comment written offline is there at once, and at the hub after a sync")
    @MainActor
    func syncing() async throws {
        let shelf = try await Shelf()
        try await shelf.fill()
        let library = shelf.library
        let article = try #require(try await library.headlines().elements.first)
        let id = try await library.comment("Hay quá", by: "An", on: article.id)
        let reply = try await library.comment("Đúng vậy", by: "Bình", on: article.id, replyTo: id)
        let thread = try #require(try await library.open(article.id)).thread
        #expect(thread.map(\.comment.id) == [id, reply])
        #expect(thread.map(\.depth) == [0, 1])
        #expect(try await library.unsent() > 2)

        let hub = try await ContentStore.create(
            at: shelf.folder.appendingPathComponent("hub.db").path)
        try await library.store.addRemote("origin", url: "http://hub.example")
        let engine = SyncEngine(
            store: library.store, remote: "origin", transport: DirectTransport(hub))
        let line = SyncLine()
        let task = Task { try await line.follow(SyncWatcher(engine)) }
        while try await library.unsent() > 0 || line.text != "Đã đồng bộ" {
            try await Task.sleep(for: .milliseconds(5))
        }
        task.cancel()
        // However it ends, it ends.
        _ = await task.result
        #expect(try await hub.comment(reply)?.comment.text == "Đúng vậy")
        #expect(try await hub.article(article.id) != nil)
    }
}

/// Hands requests to a hub in the same process.
private struct DirectTransport: Transport {
    let endpoint: Endpoint
    var counters: TransportCounters { TransportCounters() }

    init(_ store: ContentStore) {
        endpoint = Endpoint(
            store: SQLiteEndpointStore(store), configuration: EndpointConfiguration())
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let response = await endpoint.handle(
            EndpointRequest(
                method: request.method.rawValue, path: request.path,
                query: request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&"),
                contentType: request.body == nil ? nil : "application/json",
                body: request.body ?? []))
        return TransportResponse(
            status: response.status, contentType: response.contentType,
            body: Body(response.body))
    }

    private actor Body: TransportBody {
        private var bytes: [UInt8]?
        private let source: EndpointResponse.Body

        init(_ source: EndpointResponse.Body) {
            self.source = source
            if case .bytes(let all) = source { bytes = all }
        }

        func next() async throws -> [UInt8]? {
            switch source {
            case .bytes:
                defer { bytes = nil }
                return bytes
            case .stream(let stream): return try await stream.next()
            case .file(let file): return try await file.next()
            }
        }
    }
}
