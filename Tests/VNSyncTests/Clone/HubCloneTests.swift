import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Cloning a hub") struct HubCloneTests {
    /// A hub with snapshots that holds some articles of alice.
    private struct Site {
        let world: World
        let alice: Replica
        let keeper: SnapshotKeeper
        let transport: EndpointTransport
        var ids: [DocumentID] = []

        init(articles: Int = 40) async throws {
            world = try await World()
            alice = try await world.replica("alice", chunkSize: 1 << 20)
            for number in 0..<articles { ids.append(try await alice.post("Tin \(number)")) }
            try await alice.sync()
            var policy = SnapshotPolicy()
            policy.leastDocuments = 1
            let store = SQLiteEndpointStore(world.hub.store)
            keeper = SnapshotKeeper(store, policy: policy)
            _ = try await keeper.make()
            transport = EndpointTransport(
                Endpoint(
                    store: store,
                    configuration: EndpointConfiguration(environment: world.hub.environment),
                    snapshots: keeper),
                chunkSize: 4096)
        }

        var path: String { world.directory + "/bob/store.db" }

        func clone(_ seed: UInt64 = 900) -> HubClone {
            HubClone(
                path: path, url: "http://hub", transport: transport,
                environment: TestEnvironment(seed: seed))
        }

        /// Pulls what the snapshot has not, and ends the clone.
        @discardableResult
        func pull(_ clone: HubClone) async throws -> (store: ContentStore, report: SyncReport) {
            let environment = TestEnvironment(seed: 901)
            var configuration = StoreConfiguration()
            configuration.environment = environment
            let store =
                try await clone.isStore
                ? ContentStore.open(at: path, configuration: configuration)
                : clone.makeEmptyStore(configuration: configuration)
            let engine = SyncEngine(
                store: store, remote: clone.remote, transport: transport,
                environment: environment)
            let report = try await engine.sync(.pull)
            clone.finish()
            return (store, report)
        }

        func names() -> [String] {
            let folder = (path as NSString).deletingLastPathComponent
            return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        }

        func expectEqual(_ store: ContentStore) async throws {
            let mine = try await store.contents(), theirs = try await world.hub.store.contents()
            #expect(mine.count == theirs.count)
            for (id, document) in theirs {
                #expect(mine[id]?.hasSameRegisters(as: document) == true)
            }
            #expect(try await store.verify(deep: true).ok)
        }
    }

    @Test("a clone has the snapshot and what came since, and its own replica id")
    func clone() async throws {
        let site = try await Site()
        try await site.alice.setHeadline("Sửa sau", of: site.ids[3])
        _ = try await site.alice.post("Tin mới")
        try await site.alice.sync()
        let clone = site.clone()
        let report = try #require(try await clone.fetchSnapshot())
        #expect(report.documents == 40 && report.resumed == 0)
        let (store, pulled) = try await site.pull(clone)
        #expect(pulled.pulled.documents == 2 && pulled.mismatch == nil)
        try await site.expectEqual(store)
        #expect(try await store.journalState().replica != site.alice.store.journalState().replica)
        // It is a store like any other: it pushes, and the hub takes it.
        let bob = Replica(store, TestEnvironment(seed: 902), site.world.hub)
        _ = try await bob.post("Từ bản sao")
        #expect(try await bob.sync().pushed.applied == 1)
        try await bob.expectQuiet(with: site.world.hub)
        #expect(site.names().allSatisfy { $0.hasPrefix("store.db") && !$0.contains("clone") })
        #expect(site.transport.requests.filter { $0.path == "/v1/snapshot" }.count == 1)
    }

    // VN-WIRE-101
    @Test("a download that is cut goes on where it was, as often as that happens")
    func resumes() async throws {
        let site = try await Site()
        site.transport.harm { request, _ in
            request.path == "/v1/snapshot" ? .cut(after: 60_000) : nil
        }
        var attempts = 0
        var report: SnapshotReport?
        while report == nil, attempts < 40 {
            attempts += 1
            do {
                report = try await site.clone().fetchSnapshot()
            } catch let error as SyncError {
                #expect(error.isRetryable && error.code == .unavailable)
                #expect(!FileManager.default.fileExists(atPath: site.path))
                #expect(site.names().contains("store.db.clone"))
            }
        }
        let done = try #require(report)
        #expect(attempts > 2 && done.resumed > 60_000)
        let sent = site.transport.counters.bytesReceived
        #expect(sent < done.bytes + 60_000)
        let (store, _) = try await site.pull(site.clone())
        try await site.expectEqual(store)
    }

    @Test("a snapshot that was replaced meanwhile is taken from its beginning")
    func replaced() async throws {
        let site = try await Site()
        site.transport.harmOnce("/v1/snapshot", .cut(after: 50_000))
        await #expect(throws: SyncError.self) { try await site.clone().fetchSnapshot() }
        for _ in 0..<2 {
            _ = try await site.alice.post("Tin thêm")
            try await site.alice.sync()
            _ = try await site.keeper.make()
        }
        let report = try #require(try await site.clone().fetchSnapshot())
        #expect(report.resumed == 0 && report.documents == 42)
        try await site.expectEqual(try await site.pull(site.clone()).store)
    }

    @Test("a part that is not what the digest says is given up, and all is taken again")
    func bentPart() async throws {
        let site = try await Site()
        site.transport.harmOnce("/v1/snapshot", .cut(after: 50_000))
        await #expect(throws: SyncError.self) { try await site.clone().fetchSnapshot() }
        let part = site.path + ".clone.part"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: part))
        bytes[20_000] ^= 1
        try bytes.write(to: URL(fileURLWithPath: part))
        let report = try #require(try await site.clone().fetchSnapshot())
        #expect(report.resumed == 0)
        try await site.expectEqual(try await site.pull(site.clone()).store)
    }

    @Test("whatever file a killed clone left, cloning again goes on", arguments: 0..<4)
    func killed(stage: Int) async throws {
        let site = try await Site()
        let folder = (site.path as NSString).deletingLastPathComponent
        switch stage {
        case 0:
            // Killed before the first byte was written.
            try site.clone().begin()
        case 1:
            site.transport.harmOnce("/v1/snapshot", .cut(after: 30_000))
            await #expect(throws: SyncError.self) { try await site.clone().fetchSnapshot() }
        case 2:
            // Killed when the digest was checked and nothing adopted: the whole file waits.
            try site.clone().begin()
            let file = try await site.keeper.make()
            try FileManager.default.copyItem(
                atPath: file.path, toPath: site.path + ".clone.snapshot")
            site.transport.harm { request, _ in
                request.path == "/v1/snapshot" ? .loseRequest : nil
            }
        default:
            // Killed when the store had its place, before the pull.
            _ = try await site.clone().fetchSnapshot()
        }
        #expect(FileManager.default.fileExists(atPath: folder + "/store.db") == (stage == 3))
        let clone = site.clone()
        try clone.begin()
        #expect(clone.isUnderWay)
        let report = try await clone.fetchSnapshot()
        #expect((report == nil) == (stage == 3))
        try await site.expectEqual(try await site.pull(clone).store)
        #expect(!site.clone().isUnderWay)
        let error = #expect(throws: StoreError.self) { try site.clone().begin() }
        #expect(error?.code == .exists)
    }

    @Test("without a snapshot, with a scope, or from an older hub, nothing is taken")
    func without() async throws {
        let site = try await Site(articles: 3)
        var scoped = site.clone()
        scoped.scope.sections = ["kinh-te"]
        #expect(try await scoped.fetchSnapshot() == nil)
        #expect(!site.transport.paths.contains("/v1/snapshot"))
        site.transport.harmOnce(
            "/v1/snapshot",
            .problem(Problem(status: 404, code: "hub.not-found", title: "", detail: "")))
        let clone = site.clone()
        #expect(try await clone.fetchSnapshot() == nil && !clone.isStore)
        let (store, report) = try await site.pull(clone)
        #expect(report.pulled.new == 3)
        try await site.expectEqual(store)
    }

    // VN-WIRE-102
    @Test("a snapshot that is being made is waited for")
    func pending() async throws {
        let site = try await Site()
        let count = Counter()
        site.transport.harm { request, _ in
            guard request.path == "/v1/snapshot", count.next() < 3 else { return nil }
            return .problem(
                Problem(
                    status: 503, code: WireCode.busy, title: "", detail: "", retryAfter: 2))
        }
        #expect(try await site.clone().fetchSnapshot()?.documents == 40)
        #expect(site.transport.paths.count == 4)
    }

    @Test("a hub that cannot be reached leaves nothing behind")
    func unreachable() async throws {
        let site = try await Site(articles: 1)
        site.transport.harm { _, _ in .loseRequest }
        await #expect(throws: SyncError.self) { try await site.clone().fetchSnapshot() }
        #expect(site.names().isEmpty)
    }

    @Test("a hub whose snapshot is hostile is refused, and nothing becomes a store")
    func hostile() async throws {
        let site = try await Site()
        let file = try await site.keeper.make()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
        bytes.replaceSubrange(9000..<14_000, with: Data(repeating: 7, count: 5000))
        let clone = site.clone()
        try clone.begin()
        try bytes.write(to: URL(fileURLWithPath: site.path + ".clone.snapshot"))
        let error = await #expect(throws: StoreError.self) { try await clone.fetchSnapshot() }
        #expect(error?.code == .badSnapshot)
        #expect(!clone.isStore && !site.names().contains("store.db.clone.snapshot"))
        // The next attempt takes a sound one.
        #expect(try await site.clone().fetchSnapshot()?.documents == 40)
    }
}

/// Counts up from 0.
private final class Counter: @unchecked Sendable {  // only touched under its lock
    private let lock = NSLock()
    private var value = 0

    func next() -> Int {
        lock.withLock {
            defer { value += 1 }
            return value
        }
    }
}
