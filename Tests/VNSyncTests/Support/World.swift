import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

/// A hub and stores around it, each a real file.
final class World {
    let directory: String
    let hub: Hub
    private var stores = 0

    init(limits: HelloResponse.PushLimits = .init(), pageRows: Int = 500) async throws {
        directory = NSTemporaryDirectory() + "vnsync-\(UUID().uuidString)"
        hub = try await Hub(
            at: directory + "/hub/hub.db", seed: 1, limits: limits, pageRows: pageRows)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Another hub, which has nothing.
    func otherHub(_ name: String) async throws -> Hub {
        try await Hub(at: directory + "/\(name)/hub.db", seed: 2)
    }

    /// A new store that knows the hub as `origin`.
    func replica(
        _ name: String, scope: Scope = Scope(), clockAhead: UInt64 = 0, chunkSize: Int = 1000,
        configure: (inout SyncConfiguration) -> Void = { _ in }
    ) async throws -> Replica {
        stores += 1
        let environment = TestEnvironment(
            seed: UInt64(100 + stores), now: 1_790_000_000_000 + clockAhead)
        var configuration = StoreConfiguration()
        configuration.environment = environment
        let store = try await ContentStore.create(
            at: directory + "/\(name)/store.db", name: name, configuration: configuration)
        try await store.addRemote("origin", url: "http://hub", scope: scope)
        return Replica(store, environment, hub, chunkSize: chunkSize, configure: configure)
    }
}

/// A hub: an endpoint over a store.
struct Hub {
    let store: ContentStore
    let endpoint: Endpoint
    let environment: TestEnvironment

    init(
        at path: String, seed: UInt64, limits: HelloResponse.PushLimits = .init(),
        trustsPeers: Bool = false, pageRows: Int = EndpointLimits.pageRows
    ) async throws {
        let environment = TestEnvironment(seed: seed)
        var configuration = StoreConfiguration()
        configuration.environment = environment
        store = try await ContentStore.create(at: path, configuration: configuration)
        var settings = EndpointConfiguration(environment: environment, pushLimits: limits)
        settings.trustsPeers = trustsPeers
        settings.pageRows = pageRows
        endpoint = Endpoint(store: SQLiteEndpointStore(store), configuration: settings)
        self.environment = environment
    }

    /// Takes rows as if a store had pushed them.
    func take(_ rows: [OutboxRow]) async throws {
        let generation = try await store.read { try $0.head().generation }
        let request = PushRequest(
            replica: rows[0].row.change.dot.replica, generation: generation,
            changes: rows.map { PushedChange(change: $0.row.change, previous: $0.previous) })
        let response = try await EndpointTransport(endpoint).send(
            TransportRequest(.post, "/v1/push", body: request.encoded))
        #expect(response.status == 200)
    }
}

/// A store with an engine that syncs it with the hub.
struct Replica {
    let store: ContentStore
    let environment: TestEnvironment
    let transport: EndpointTransport
    let engine: SyncEngine

    init(
        _ store: ContentStore, _ environment: TestEnvironment, _ hub: Hub,
        remote: String = "origin", chunkSize: Int = 1000,
        configure: (inout SyncConfiguration) -> Void = { _ in }
    ) {
        self.store = store
        self.environment = environment
        transport = EndpointTransport(hub.endpoint, chunkSize: chunkSize)
        var configuration = SyncConfiguration()
        configure(&configuration)
        engine = SyncEngine(
            store: store, remote: remote, transport: transport, environment: environment,
            configuration: configuration)
    }

    @discardableResult
    func sync(_ direction: SyncDirection = .both) async throws -> SyncReport {
        try await engine.sync(direction)
    }

    /// Syncs, which must fail.
    func syncFails(
        _ direction: SyncDirection = .both, sourceLocation: SourceLocation = #_sourceLocation
    ) async -> SyncError? {
        await #expect(throws: SyncError.self, sourceLocation: sourceLocation) {
            try await engine.sync(direction)
        }
    }

    func post(_ headline: String, id: UInt64? = nil) async throws -> DocumentID {
        let id = id.map { DocumentID(high: 0x7000, low: 0x8000_0000_0000_0000 | $0) }
        let article = Article(
            id: id ?? environment.newDocumentID(), headline: headline,
            datePublished: "2026-11-23T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao", name: "Báo"))
        return try await store.post(article).id
    }

    func comment(_ text: String, on article: DocumentID) async throws -> DocumentID {
        try await store.post(
            Comment(
                id: environment.newDocumentID(), articleID: article,
                author: CommentAuthor(name: "Bạn đọc"), text: text,
                dateCreated: "2026-11-23T09:00:00+07:00")
        ).id
    }

    func setHeadline(_ headline: String, of id: DocumentID) async throws {
        try await store.edit(id) { $0.headline = headline }
    }

    func document(_ id: DocumentID) async throws -> Document? { try await store.document(id) }

    /// The headlines of all articles, sorted.
    func headlines() async throws -> [String] {
        try await store.contents().values.compactMap { $0.value("headline")?.string }.sorted()
    }

    func headline(_ id: DocumentID) async throws -> String? {
        try await document(id)?.value("headline")?.string
    }

    /// The outbox is empty and the store holds what the hub holds.
    func expectQuiet(
        with hub: Hub, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let pending = try await store.pendingCount()
        #expect(pending == 0, "outbox", sourceLocation: sourceLocation)
        let mine = try await store.contents()
        let theirs = try await hub.store.contents()
        #expect(mine.count == theirs.count, sourceLocation: sourceLocation)
        for (id, document) in theirs {
            let isSame = mine[id]?.hasSameRegisters(as: document) == true
            #expect(isSame, "\(id)", sourceLocation: sourceLocation)
        }
    }
}

extension ContentStore {
    /// All documents.
    func contents() async throws -> [DocumentID: Document] {
        try await read { session in
            let ids = try session.all("SELECT id FROM article UNION SELECT id FROM comment") {
                $0.id(0)
            }
            var result: [DocumentID: Document] = [:]
            for id in ids.compactMap({ $0 }) { result[id] = try session.stored(id)?.document }
            return result
        }
    }

    func document(_ id: DocumentID) async throws -> Document? {
        try await read { try $0.stored(id)?.document }
    }

    /// Codes of the held changes.
    func heldCodes() async throws -> [String] {
        try await read { session in
            try session.all("SELECT code FROM held ORDER BY number") { $0.text(0) ?? "" }
        }
    }
}
