import Crypto
import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// The hub's content as a file.
@Suite struct SnapshotTests {
    private struct Hub {
        let folder: VNEndpointTests.Hub.Folder
        let store: SQLiteEndpointStore
        let keeper: SnapshotKeeper
        let endpoint: Endpoint
        var journal = Writer(alice)

        init(least: Int = 5, changes: UInt64 = 20) async throws {
            folder = try VNEndpointTests.Hub.Folder()
            store = try await SQLiteEndpointStore.open(at: folder.path + "/hub.db")
            var policy = SnapshotPolicy()
            policy.leastDocuments = least
            policy.leastChanges = changes
            keeper = SnapshotKeeper(store, policy: policy)
            endpoint = Endpoint(store: store, snapshots: keeper)
        }

        mutating func push(_ numbers: ClosedRange<UInt64>) async throws {
            let changes = numbers.map { journal.change(document($0), Write.article("Tin \($0)")) }
            let hub = VNEndpointTests.Hub(store, TestEnvironment())
            let response = try await hub.push(changes)
            #expect(response.codes.allSatisfy { $0 == "applied" })
        }

        func get(_ headers: [String: String] = [:]) async -> EndpointResponse {
            await endpoint.handle(
                EndpointRequest(method: "GET", path: "/v1/snapshot", headers: headers))
        }

        func files() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/hub.db.snapshots")
                .filter { $0.hasSuffix(".db") }
        }
    }

    private func header(_ response: EndpointResponse, _ name: String) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    // VN-WIRE-100, VN-WIRE-102
    @Test("a hub makes a snapshot when it is first asked, and serves it with its digest")
    func first() async throws {
        var hub = try await Hub()
        #expect(await hub.get().status == 404)
        try await hub.push(1...12)
        let pending = await hub.get()
        #expect(pending.status == 503 && pending.retryAfter == 1)
        _ = try await hub.keeper.make()
        let response = await hub.get()
        #expect(response.status == 200 && response.contentType == "application/vnd.sqlite3")
        let bytes = try await VNEndpointTests.Hub.bytes(response)
        let hash = SHA256.hash(data: bytes)
        let digits = hash.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        #expect(header(response, "etag") == "\"\(digits)\"")
        #expect(header(response, "repr-digest") == "sha-256=:\(Data(hash).base64EncodedString()):")
        #expect(header(response, "accept-ranges") == "bytes")
        guard case .file(let file) = response.body else { return }
        #expect(file.count == bytes.count)
        #expect(bytes.starts(with: "SQLite format 3".utf8))
    }

    // VN-WIRE-101
    @Test("parts of the file make the whole, and only of the file that is meant")
    func ranges() async throws {
        var hub = try await Hub()
        try await hub.push(1...12)
        let file = try await hub.keeper.make()
        let whole = try await VNEndpointTests.Hub.bytes(await hub.get())
        func part(_ range: String, _ etag: String? = nil) async throws -> (Int, [UInt8], String?) {
            var headers = ["range": range]
            headers["if-range"] = etag
            let response = await hub.get(headers)
            return (
                response.status, try await VNEndpointTests.Hub.bytes(response),
                header(response, "content-range")
            )
        }
        let middle = try await part("bytes=100-299")
        #expect(middle.0 == 206 && middle.1 == Array(whole[100..<300]))
        #expect(middle.2 == "bytes 100-299/\(whole.count)")
        let rest = try await part("bytes=5000-", file.etag)
        #expect(rest.0 == 206 && rest.1 == Array(whole[5000...]))
        let over = try await part("bytes=5000-99999999")
        #expect(over.0 == 206 && over.1 == Array(whole[5000...]))
        for range in ["bytes=-5", "bytes=9-3", "pages=1-2", "bytes=1-2,5-6", "bytes=a-b"] {
            let ignored = try await part(range)
            #expect(ignored.0 == 200 && ignored.1 == whole, "\(range)")
        }
        let other = try await part("bytes=5000-", "\"\(String(repeating: "0", count: 64))\"")
        #expect(other.0 == 200 && other.1 == whole)
        let behind = await hub.get(["range": "bytes=\(whole.count)-"])
        #expect(behind.status == 416)
        let problem = try await Problem(parsing: VNEndpointTests.Hub.bytes(behind))
        #expect(problem.code == WireCode.range)
    }

    @Test("a snapshot serves until the feed has moved on far enough, and the one before goes on")
    func ages() async throws {
        var hub = try await Hub()
        try await hub.push(1...12)
        let first = try await hub.keeper.make()
        try await hub.push(13...20)
        #expect(try await hub.keeper.newest() == .ready(first))
        try await hub.push(21...60)
        // The old one is served while the new one is made.
        #expect(try await hub.keeper.newest() == .ready(first))
        let second = try await hub.keeper.make()
        #expect(second.seq == 60 && second.documents == 60 && second != first)
        #expect(try await hub.keeper.newest() == .ready(second))
        #expect(try await hub.keeper.newest(holding: first.etag) == .ready(first))
        try await hub.push(61...100)
        let third = try await hub.keeper.make()
        #expect(try await hub.keeper.newest(holding: first.etag) == .ready(third))
        #expect(try hub.files().count == 2)
        // Another process finds what this one made.
        let other = SnapshotKeeper(hub.store)
        #expect(try await other.newest() == .ready(third))
    }

    @Test("snapshots of another history of the feed are of no use")
    func generation() async throws {
        var hub = try await Hub()
        try await hub.push(1...12)
        _ = try await hub.keeper.make()
        try await hub.store.content.write(.durable) { session in
            _ = try session.run("UPDATE store SET generation = '0000000000001'")
        }
        #expect(try await hub.keeper.newest() == .pending)
        #expect(try await hub.keeper.make().generation == "0000000000001")
        #expect(try hub.files().count == 1)
    }
}
