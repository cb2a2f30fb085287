import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// The stores over which the same tests run.
enum HubKind: String, CaseIterable, Sendable {
    case memory
    case sqlite
}

/// An endpoint under test, called with messages.
struct Hub: Sendable {
    let endpoint: Endpoint
    let store: any EndpointStore
    let environment: TestEnvironment
    let folder: Folder?

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
        folder = nil
        endpoint = Endpoint(
            store: store, configuration: EndpointConfiguration(environment: environment))
    }

    init(
        _ kind: HubKind, recoveringUntil: UInt64? = nil, trustsPeers: Bool = false,
        pageRows: Int = EndpointLimits.pageRows
    ) async throws {
        let environment = TestEnvironment()
        self.environment = environment
        switch kind {
        case .memory:
            store = MemoryEndpointStore()
            folder = nil
        case .sqlite:
            let folder = try Folder()
            var configuration = StoreConfiguration()
            configuration.environment = environment
            store = try await SQLiteEndpointStore.open(
                at: folder.path + "/hub.db", configuration: configuration)
            self.folder = folder
        }
        var configuration = EndpointConfiguration(
            environment: environment, recoveringUntil: recoveringUntil)
        configuration.trustsPeers = trustsPeers
        configuration.pageRows = pageRows
        endpoint = Endpoint(store: store, configuration: configuration)
    }

    var generation: String { get async throws { try await store.read { try $0.generation() } } }
    var head: UInt64 { get async throws { try await store.read { try $0.head() } } }

    func held(_ id: DocumentID) async throws -> Document? {
        try await store.read { try $0.document(id)?.document }
    }

    /// The bytes of an answer, whatever its form.
    static func bytes(_ response: EndpointResponse) async throws -> [UInt8] {
        switch response.body {
        case .bytes(let bytes): return bytes
        case .stream(let stream):
            var bytes: [UInt8] = []
            while let chunk = try await stream.next() { bytes += chunk }
            return bytes
        case .file(let file):
            var bytes: [UInt8] = []
            while let chunk = try await file.next() { bytes += chunk }
            return bytes
        }
    }

    /// Posts a message and reads the answer, or throws the problem.
    func post<Answer: WireMessage>(_ path: String, _ message: some WireMessage) async throws
        -> Answer
    {
        let response = await endpoint.handle(
            EndpointRequest(
                method: "POST", path: path, contentType: "application/json",
                body: message.encoded))
        let bytes = try await Hub.bytes(response)
        guard response.status == 200 else { throw try Problem(parsing: bytes) }
        return try Answer(parsing: bytes)
    }

    func hello(_ request: HelloRequest) async throws -> HelloResponse {
        try await post("/v1/hello", request)
    }

    /// Pushes rows; the first of them decides the replica.
    @discardableResult
    func push(
        _ changes: [PushedChange], former: [ReplicaID] = [], cursor: String? = nil,
        scope: Scope = Scope(), generation: String? = nil
    ) async throws -> PushResponse {
        let replica = try #require(changes.first?.change.dot.replica)
        let own = try await self.generation
        return try await post(
            "/v1/push",
            PushRequest(
                replica: replica, formerReplicas: former, generation: generation ?? own,
                cursor: cursor, scope: scope, changes: changes))
    }

    /// What came of one pull.
    struct Pulled {
        var header: PullHeader
        var items: [FeedItem] = []
        var judged: [JudgedRow] = []
        var checkpoints: [String] = []
        var end: PullEnd

        var documents: [Document] {
            items.compactMap { if case .document(let document, _) = $0 { document } else { nil } }
        }

        func document(_ id: DocumentID) -> Document? { documents.last { $0.id == id } }
    }

    func pull(_ request: PullRequest) async throws -> Pulled {
        let response = await endpoint.handle(
            EndpointRequest(method: "GET", path: "/v1/pull", query: request.query))
        return try Hub.read(try await Hub.bytes(response), status: response.status)
    }

    func pull(_ replica: ReplicaID, from cursor: String? = nil) async throws -> Pulled {
        try await pull(PullRequest(replica: replica, cursor: cursor))
    }

    func reread(_ ids: [DocumentID], as replica: ReplicaID, scope: Scope = Scope()) async throws
        -> Pulled
    {
        let request = DocumentsRequest(
            replica: replica, generation: try await generation, ids: ids, scope: scope)
        let response = await endpoint.handle(
            EndpointRequest(method: "POST", path: "/v1/documents", body: request.encoded))
        return try Hub.read(try await Hub.bytes(response), status: response.status)
    }

    /// Reads a stream of lines and checks what every stream must keep.
    static func read(_ bytes: [UInt8], status: Int) throws -> Pulled {
        guard status == 200 else { throw try Problem(parsing: bytes) }
        var header: PullHeader?
        var pulled: Pulled?
        var digest = PullDigest()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            switch try PullLine(parsing: Array(line)) {
            case .header(let first):
                #expect(header == nil)
                header = first
                let none = PullEnd(cursor: nil, isComplete: false, count: 0, digest: "")
                pulled = Pulled(header: first, end: none)
            case .item(let item):
                pulled?.items.append(item)
                digest.update(line)
                digest.update([UInt8(ascii: "\n")])
            case .judged(let row):
                pulled?.judged.append(row)
                digest.update(line)
                digest.update([UInt8(ascii: "\n")])
            case .checkpoint(let cursor): pulled?.checkpoints.append(cursor)
            case .end(let end): pulled?.end = end
            }
        }
        let result = try #require(pulled)
        #expect(result.end.count == result.items.count + result.judged.count)
        #expect(result.end.digest == digest.text)
        return result
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
