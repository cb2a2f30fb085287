internal import VNEndpoint
internal import VNModel
internal import VNStore
internal import VNSync
internal import VNWire

/// Plants bugs in what a store holds, between two steps of its syncs. Where the store's disk fails
/// meanwhile, nothing is planted.
struct StoreSaboteur {
    private let canary: Canary

    init(_ canary: Canary) { self.canary = canary }

    /// Leaves a store as a sync that has not yet begun would find it.
    func prepare(_ store: ContentStore) async {
        let table: String
        switch canary {
        case .volatileReread: table = "reread"
        case .forgottenEviction: table = "eviction"
        default: return
        }
        try? await store.write(.durable) { session in
            _ = try session.run("DELETE FROM \(table)")
        }
    }

    /// Leaves a store as a step of a sync with the bug would have left it.
    ///
    /// - Parameters:
    ///   - machine: as it was looked at before the step.
    ///   - point: what happened.
    func afterwards(_ machine: Machine, _ point: GatePoint, _ hub: HubAddress) async {
        switch canary {
        case .keptSaw: await keepDeletions(of: machine)
        case .forgottenPending:
            if case .response(let request, _) = point { await forget(machine, request, hub) }
        default: break
        }
    }

    /// Deletions know what they knew before.
    private func keepDeletions(of machine: Machine) async {
        let before = machine.view.documents.values.map(\.document).filter {
            $0.field(RegisterPath.deleted) != nil
        }.sorted { $0.id < $1.id }
        guard !before.isEmpty, let store = machine.store else { return }
        try? await store.write(.durable) { session in
            for old in before {
                guard let stored = try session.stored(old.id, old.kind) else { continue }
                var document = stored.document
                guard let field = document.field(RegisterPath.deleted) else { continue }
                let past = old[RegisterPath.deleted].live
                let register = Register(
                    seen: field.register.seen,
                    live: field.register.live.map { live in
                        past.first { $0.dot == live.dot } ?? live
                    })
                guard register != field.register else { continue }
                document.set(RegisterPath.deleted, register, seq: field.seq, by: field.by)
                try session.save(
                    document, over: stored, seq: stored.seq, scopeSeq: stored.scopeSeq)
            }
        }
    }

    /// What was read again is as the hub has it, whatever waits to be pushed.
    private func forget(
        _ machine: Machine, _ request: TransportRequest, _ hub: HubAddress
    ) async {
        guard request.path == "/v1/documents", let body = request.body,
            let asked = try? DocumentsRequest(parsing: body), let store = machine.store
        else { return }
        let held = await hub.read { reading in
            try asked.ids.compactMap { try reading.document($0)?.document }
        }
        try? await store.write(.durable) { session in
            for document in held ?? [] where try session.hasPending(document.id) {
                guard let stored = try session.stored(document.id),
                    try session.first(
                        "SELECT 1 FROM reread WHERE doc = ?", [.id(document.id)],
                        {
                            $0.integer(0)
                        }) == nil
                else { continue }
                let seq = try session.nextSeq()
                var document = document
                document.mark(changedSince: stored.document, seq: seq)
                try session.save(
                    document, over: stored, seq: seq, scopeSeq: stored.scopeSeq)
            }
        }
    }
}
