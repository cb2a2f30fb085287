import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

/// What the same tests run over.
enum HubKind: String, CaseIterable, Sendable {
    /// The endpoint as a function, over a store in memory.
    case memory
    /// The same over SQLite.
    case sqlite
    /// Over SQLite behind its HTTP server: requests and answers go through sockets.
    case http

    /// For tests of what lies before HTTP, such as what is read when.
    static let inProcess = [memory, sqlite]
}

/// An endpoint under test, called with messages.
struct Hub: Sendable {
    let endpoint: Endpoint
    let store: any EndpointStore
    let snapshots: SnapshotKeeper?
    let environment: TestEnvironment
    let folder: Folder?
    let server: HTTPHub?

    /// A folder that is removed with the last reference to it.
    final class Folder: Sendable {
        let path: String

        init() throws {
            let url = FileManager.default.temporaryDirectory
                .appendingPathComponent("vnsync-endpoint-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            path = url.path
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// An endpoint over a store that is open.
    init(_ store: any EndpointStore, _ environment: TestEnvironment) {
        self.store = store
        self.environment = environment
        (snapshots, folder, server) = (nil, nil, nil)
        endpoint = Endpoint(
            store: store, configuration: EndpointConfiguration(environment: environment))
    }

    /// - Parameter policy: when snapshots are made; `nil`: never, as over a store in memory.
    init(
        _ kind: HubKind, recoveringUntil: UInt64? = nil, trustsPeers: Bool = false,
        pageRows: Int = EndpointLimits.pageRows, snapshots policy: SnapshotPolicy? = nil
    ) async throws {
        let environment = TestEnvironment()
        self.environment = environment
        switch kind {
        case .memory:
            store = MemoryEndpointStore()
            (snapshots, folder) = (nil, nil)
        case .sqlite, .http:
            let folder = try Folder()
            var configuration = StoreConfiguration()
            configuration.environment = environment
            let store = try await SQLiteEndpointStore.open(
                at: folder.path + "/hub.db", configuration: configuration)
            self.store = store
            snapshots = policy.map { SnapshotKeeper(store, policy: $0) }
            self.folder = folder
        }
        var configuration = EndpointConfiguration(
            environment: environment, recoveringUntil: recoveringUntil)
        configuration.trustsPeers = trustsPeers
        configuration.pageRows = pageRows
        endpoint = Endpoint(store: store, configuration: configuration, snapshots: snapshots)
        server =
            kind == .http ? try await HTTPHub(endpoint, events: EventFeed(store: store)) : nil
    }

    var generation: String { get async throws { try await store.read { try $0.generation() } } }
    var head: UInt64 { get async throws { try await store.read { try $0.head() } } }

    func held(_ id: DocumentID) async throws -> Document? {
        try await store.read { try $0.document(id)?.document }
    }

    /// Asks as anybody may; over HTTP with a request that is written out.
    func ask(_ request: EndpointRequest) async throws -> Answer {
        guard let server else { return try await Answer(await endpoint.handle(request)) }
        return try await server.ask(request)
    }

    /// Posts a body as a client does; over HTTP with its transport.
    private func post(_ path: String, _ body: [UInt8], accept: String) async throws -> Answer {
        guard let server else {
            return try await ask(
                EndpointRequest(
                    method: "POST", path: path, contentType: "application/json", body: body))
        }
        return try await server.send(TransportRequest(.post, path, body: body, accept: accept))
    }

    /// Posts a message and reads the answer, or throws the problem.
    func post<Response: WireMessage>(_ path: String, _ message: some WireMessage) async throws
        -> Response
    {
        let answer = try await post(path, message.encoded, accept: "application/json")
        guard answer.status == 200 else { throw try answer.problem() }
        return try Response(parsing: answer.body)
    }

    /// Posts a message and reads the lines of the answer, or throws the problem.
    func lines(_ path: String, _ message: some WireMessage) async throws -> Pulled {
        try Pulled(await post(path, message.encoded, accept: Pulled.mediaType))
    }

    func hello(_ request: HelloRequest) async throws -> HelloResponse {
        try await post("/v1/hello", request)
    }

    /// Pushes rows; the first of them decides the replica.
    @discardableResult
    func push(
        _ changes: [PushedChange], former: [ReplicaID] = [], cursor: String? = nil,
        scope: Scope = Scope(), generation: String? = nil, isAhead: Bool = false
    ) async throws -> PushResponse {
        let replica = try #require(changes.first?.change.dot.replica)
        let own = try await self.generation
        var request = PushRequest(
            replica: replica, formerReplicas: former, generation: generation ?? own,
            cursor: cursor, scope: scope, changes: changes)
        request.isAhead = isAhead
        return try await post("/v1/push", request)
    }

    func pull(_ request: PullRequest) async throws -> Pulled {
        guard let server else {
            return try Pulled(
                await ask(
                    EndpointRequest(method: "GET", path: "/v1/pull", query: request.query)))
        }
        return try Pulled(
            await server.send(
                TransportRequest(
                    .get, "/v1/pull", query: request.queryItems, accept: Pulled.mediaType)))
    }

    func pull(_ replica: ReplicaID, from cursor: String? = nil) async throws -> Pulled {
        try await pull(PullRequest(replica: replica, cursor: cursor))
    }

    func reread(_ ids: [DocumentID], as replica: ReplicaID, scope: Scope = Scope()) async throws
        -> Pulled
    {
        let request = DocumentsRequest(
            replica: replica, generation: try await generation, ids: ids, scope: scope)
        return try await lines("/v1/documents", request)
    }

    /// The problem that a call meets.
    static func problem(_ body: () async throws -> Void) async throws -> Problem {
        do { try await body() } catch let problem as Problem { return problem }
        Issue.record("no problem")
        return Problem(status: 0, code: "", title: "", detail: "")
    }
}

extension PushResponse {
    /// The verdicts in short: `applied`, `merged`, `duplicate`, or the code of a refusal.
    var codes: [String] {
        verdicts.map { verdict in
            switch verdict.outcome {
            case .applied: "applied"
            case .merged: "merged"
            case .duplicate: "duplicate"
            case .refused(let code, _): code
            }
        }
    }
}
