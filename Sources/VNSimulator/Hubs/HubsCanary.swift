internal import VNModel
internal import VNStore
internal import VNSync
internal import VNWire

/// Bugs of replicas in a world of several hubs, planted before a sync.
enum HubsCanary {
    /// Plants the bug of the world's canary, if it is one of a replica.
    static func prepare(_ replica: SimulatedReplica, _ world: World) async throws {
        guard let store = replica.machine.store else { return }
        switch world.configuration.canary {
        case .moveLowers:
            try await store.write(.durable) { session in
                // The store has moved, and does not know it.
                _ = try session.run("UPDATE remote SET moved = 0")
            }
        case .offerFirst: try await offerFirst(replica, store, world)
        default: break
        }
    }

    /// Offers all that stands here, refused and waiting changes too, before the journal.
    private static func offerFirst(
        _ replica: SimulatedReplica, _ store: ContentStore, _ world: World
    ) async throws {
        let hub = world.home(of: replica)
        guard let there = hub.machine.store, let remote = try? await store.remoteState(World.remote)
        else { return }
        let generation = try await there.read { try $0.head().generation }
        guard let known = remote.generation, known != generation else { return }
        let items = replica.machine.view.documents.sorted { $0.key < $1.key }
            .map { FeedItem.document($0.value.document, seq: 0) }
        let request = OfferRequest(generation: generation, items: items)
        _ = await hub.address.answer(
            TransportRequest(.post, "/v1/offer", body: request.encoded))
        hub.machine.isDirty = true
    }
}
