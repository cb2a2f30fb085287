import Crypto
import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// The hub's content as a file.
@Suite struct SnapshotTests {
    /// A hub that makes snapshots of a few documents, and who fills it.
    private struct Filled {
        let hub: Hub
        let keeper: SnapshotKeeper
        private var journal = Writer(alice)

        init(_ kind: HubKind = .sqlite) async throws {
            var policy = SnapshotPolicy()
            (policy.leastDocuments, policy.leastChanges) = (5, 20)
            hub = try await Hub(kind, snapshots: policy)
            keeper = try #require(hub.snapshots)
        }

        mutating func push(_ numbers: ClosedRange<UInt64>) async throws {
            let changes = numbers.map { journal.change(document($0), Write.article("Tin \($0)")) }
            #expect(try await hub.push(changes).codes.allSatisfy { $0 == "applied" })
        }

        func ask(_ headers: [String: String] = [:], method: String = "GET") async throws -> Answer {
            try await hub.ask(
                EndpointRequest(method: method, path: "/v1/snapshot", headers: headers))
        }

        var store: SQLiteEndpointStore {
            get throws { try #require(hub.store as? SQLiteEndpointStore) }
        }

        func files() throws -> [String] {
            let folder = try #require(hub.folder?.path) + "/hub.db.snapshots"
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".db") }
        }
    }

    private static let kinds = [HubKind.sqlite, .http]
    private static let otherTag = "\"\(String(repeating: "0", count: 64))\""

    // VN-WIRE-100, VN-WIRE-102
    @Test(
        "a hub makes a snapshot when it is first asked, and serves it with its digest",
        arguments: kinds)
    func first(kind: HubKind) async throws {
        var hub = try await Filled(kind)
        #expect(try await hub.ask().problem().code == WireCode.noSnapshot)
        try await hub.push(1...12)
        let pending = try await hub.ask().problem()
        #expect(pending.status == 503 && pending.retryAfter == 1)
        _ = try await hub.keeper.make()
        let answer = try await hub.ask()
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/vnd.sqlite3")
        let hash = SHA256.hash(data: answer.body)
        let digits = hash.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        #expect(answer.headers["etag"] == "\"\(digits)\"")
        #expect(
            answer.headers["repr-digest"] == "sha-256=:\(Data(hash).base64EncodedString()):")
        #expect(answer.headers["accept-ranges"] == "bytes")
        #expect(answer.headers["cache-control"] == "no-cache")
        #expect(answer.headers["content-length"] == String(answer.body.count))
        #expect(answer.body.starts(with: "SQLite format 3".utf8))
    }

    // VN-WIRE-101. A range behind the end of the newest file was refused though the client had
    // named another one.
    @Test(
        "parts of the file make the whole, and only of the file that is meant", arguments: kinds)
    func ranges(kind: HubKind) async throws {
        var hub = try await Filled(kind)
        try await hub.push(1...12)
        let file = try await hub.keeper.make()
        let whole = try await hub.ask().body
        func part(_ range: String, _ etag: String? = nil) async throws -> Answer {
            var headers = ["range": range]
            headers["if-range"] = etag
            return try await hub.ask(headers)
        }
        let middle = try await part("bytes=100-299")
        #expect(middle.status == 206 && middle.body == Array(whole[100..<300]))
        #expect(middle.headers["content-range"] == "bytes 100-299/\(whole.count)")
        let rest = try await part("bytes=5000-", file.etag)
        #expect(rest.status == 206 && rest.body == Array(whole[5000...]))
        let over = try await part("bytes=5000-99999999")
        #expect(over.status == 206 && over.body == Array(whole[5000...]))
        for range in ["bytes=-5", "bytes=9-3", "pages=1-2", "bytes=1-2,5-6", "bytes=a-b"] {
            let ignored = try await part(range)
            #expect(ignored.status == 200 && ignored.body == whole, "\(range)")
        }
        // Another file, a weak tag and a date name nothing of which a part could be sent.
        let date = "Thu, 01 Jan 2026 00:00:00 GMT"
        for etag in [Self.otherTag, "W/" + file.etag, date] {
            for range in ["bytes=5000-", "bytes=\(whole.count)-"] {
                let other = try await part(range, etag)
                #expect(other.status == 200 && other.body == whole, "\(etag)")
            }
        }
        let behind = try await part("bytes=\(whole.count)-")
        #expect(try behind.problem().code == WireCode.range && behind.status == 416)
        #expect(behind.headers["content-range"] == "bytes */\(whole.count)")
        #expect(behind.headers["etag"] == nil)
    }

    // VN-WIRE-105
    @Test("who holds the newest file is told so, without a body", arguments: kinds)
    func notModified(kind: HubKind) async throws {
        var hub = try await Filled(kind)
        for header in ["*", Self.otherTag] {
            #expect(try await hub.ask(["if-none-match": header]).status == 404)
        }
        try await hub.push(1...12)
        let file = try await hub.keeper.make()
        for header in [
            file.etag, "W/\(file.etag)", "*", "\(Self.otherTag), \(file.etag)",
            "\"a,b\" ,\tW/\(file.etag) , \(Self.otherTag)",
        ] {
            for range in [nil, "bytes=5-", "bytes=99999999-"] {
                var headers = ["if-none-match": header]
                headers["range"] = range
                let answer = try await hub.ask(headers)
                #expect(answer.status == 304 && answer.body.isEmpty, "\(header)")
                #expect(answer.headers["etag"] == file.etag)
                #expect(answer.headers["cache-control"] == "no-cache")
                #expect(answer.headers["content-type"] == nil)
            }
        }
        let bare = file.etag.filter { $0 != "\"" }
        for header in [Self.otherTag, "W/\(Self.otherTag)", bare, "\"*\"", ""] {
            let answer = try await hub.ask(["if-none-match": header])
            #expect(answer.status == 200 && answer.body.count == file.bytes, "\(header)")
        }
        // A part of the file before is still served; whoever holds it lacks the newest.
        try await hub.push(13...60)
        let newest = try await hub.keeper.make()
        let old = try await hub.ask(["if-none-match": file.etag])
        #expect(old.status == 200 && old.headers["etag"] == newest.etag)
        let part = try await hub.ask(["range": "bytes=5-", "if-range": file.etag])
        #expect(part.status == 206 && part.headers["etag"] == file.etag)
        // Without a range, If-Range says nothing.
        let whole = try await hub.ask(["if-range": file.etag])
        #expect(whole.status == 200 && whole.headers["etag"] == newest.etag)
    }

    @Test("a snapshot serves until the feed has moved on far enough, and the one before goes on")
    func ages() async throws {
        var hub = try await Filled()
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
        let other = SnapshotKeeper(try hub.store)
        #expect(try await other.newest() == .ready(third))
    }

    @Test("snapshots of another history of the feed are of no use")
    func generation() async throws {
        var hub = try await Filled()
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
