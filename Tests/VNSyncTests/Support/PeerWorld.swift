import Foundation
import Testing
import VNEndpoint
import VNModel
import VNPeer
import VNStore
import VNSync
import VNWire

/// Several hubs, each a real file, and stores around them.
final class PeerWorld {
    let directory: String
    private(set) var hubs: [Hub] = []
    private var stores = 0
    private var peers: [String: (peer: HubPeer, transport: EndpointTransport)] = [:]

    init(
        hubs count: Int, pageRows: Int = EndpointLimits.pageRows, trustsPeers: Bool = true
    ) async throws {
        directory = NSTemporaryDirectory() + "vnsync-peers-\(UUID().uuidString)"
        for number in 0..<count {
            hubs.append(try await hub("hub\(number)", trustsPeers: trustsPeers, pageRows: pageRows))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func hub(
        _ name: String, trustsPeers: Bool = true, pageRows: Int = EndpointLimits.pageRows
    ) async throws -> Hub {
        try await Hub(
            at: directory + "/\(name)/hub.db",
            seed: UInt64(500 + name.utf8.reduce(0) { $0 + Int($1) }),
            trustsPeers: trustsPeers, pageRows: pageRows)
    }

    /// A new store that knows a hub as `origin`.
    func replica(
        _ name: String, at hub: Int, configure: (inout SyncConfiguration) -> Void = { _ in }
    ) async throws -> Replica {
        stores += 1
        let environment = TestEnvironment(seed: UInt64(100 + stores))
        var configuration = StoreConfiguration()
        configuration.environment = environment
        let store = try await ContentStore.create(
            at: directory + "/\(name)/store.db", name: name, configuration: configuration)
        try await store.addRemote("origin", url: "http://hub\(hub)")
        return Replica(store, environment, hubs[hub], configure: configure)
    }

    /// The same store, which its user moved to another hub.
    func move(_ replica: Replica, to hub: Int) async throws -> Replica {
        try await replica.store.setURL("http://hub\(hub)", ofRemote: "origin")
        return Replica(replica.store, replica.environment, hubs[hub])
    }

    private func link(_ one: Int, _ other: Int) -> (peer: HubPeer, transport: EndpointTransport) {
        let name = "\(one) \(other)"
        if let link = peers[name] { return link }
        let transport = EndpointTransport(hubs[other].endpoint)
        let peer = HubPeer(
            store: SQLiteEndpointStore(hubs[one].store), content: hubs[one].store,
            url: "http://hub\(other)", transport: transport,
            endpoint: EndpointConfiguration(environment: hubs[one].environment))
        peers[name] = (peer, transport)
        return (peer, transport)
    }

    func peer(_ one: Int, _ other: Int) -> HubPeer { link(one, other).peer }

    func transport(_ one: Int, _ other: Int) -> EndpointTransport { link(one, other).transport }

    func paths(_ one: Int, _ other: Int) -> [String] { transport(one, other).paths }

    @discardableResult
    func exchange(_ one: Int, _ other: Int) async throws -> SyncReport {
        try await peer(one, other).exchange()
    }

    /// The different sums of what the hubs hold; one if all hold the same.
    func sums() async throws -> Set<DigestSum> {
        var sums: Set<DigestSum> = []
        for hub in hubs { sums.insert(try await hub.store.sum) }
        return sums
    }

    func heads() async throws -> [UInt64] {
        var heads: [UInt64] = []
        for hub in hubs {
            heads.append(try await SQLiteEndpointStore(hub.store).read { try $0.head() })
        }
        return heads
    }

    func ledgers() async throws -> [LedgerCounters] {
        var ledgers: [LedgerCounters] = []
        for hub in hubs {
            ledgers.append(try await SQLiteEndpointStore(hub.store).read { try $0.ledgers() })
        }
        return ledgers
    }
}

extension ContentStore {
    /// The digests of all documents.
    var sum: DigestSum {
        get async throws { try await SQLiteEndpointStore(self).read { try $0.digestSum() } }
    }
}
