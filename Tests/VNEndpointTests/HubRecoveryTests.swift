import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

@Suite("Recovery of a hub") struct HubRecoveryTests {
    private func hello(_ hub: Hub) async throws -> HelloResponse {
        try await hub.hello(HelloRequest(replica: ReplicaID(bits: 5), counter: 0, acked: .origin))
    }

    @Test("VN-WIRE-025: an operator begins, moves and closes a recovery beside a running hub")
    func steps() async throws {
        let folder = try Hub.Folder()
        let path = folder.path + "/hub.db"
        let environment = TestEnvironment()
        var configuration = StoreConfiguration()
        configuration.environment = environment
        let store = try await SQLiteEndpointStore.open(at: path, configuration: configuration)
        let hub = Hub(store, environment)
        let before = try await hello(hub)
        #expect(before.recovering == nil)
        func step(_ step: RecoveryStep?) async throws -> HubRecovery {
            try await SQLiteEndpointStore.recovery(at: path, step, configuration: configuration)
        }
        #expect(try await step(nil).recoveringUntil == nil)
        let begun = try await step(.begin(milliseconds: 3_600_000))
        #expect(begun.generation != before.generation)
        let during = try await hello(hub)
        #expect(during.generation == begun.generation)
        #expect(during.recovering == begun.recoveringUntil && during.recovering != nil)
        environment.advance(seconds: 3_599)
        #expect(try await hello(hub).recovering != nil)
        environment.advance(seconds: 1)
        #expect(try await hello(hub).recovering == nil)
        let extended = try await step(.extend(milliseconds: 60_000))
        #expect(extended.generation == begun.generation)
        #expect(try await hello(hub).recovering != nil)
        let closed = try await step(.close)
        #expect(closed.jsonText == "{\"generation\":\"\(begun.generation)\",\"v\":1}")
        #expect(try await hello(hub).recovering == nil)
        try await store.close()
    }
}
