internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Does what is needed to go on with the hub, in one transaction.
    func recover(
        _ remedy: Replicator.Remedy, from replica: ReplicaID
    ) async throws -> RecoveryOutcome {
        let outcome =
            switch remedy {
            case .fork(let reason, let formers):
                try await store.recover(from: replica, formers: formers, reason: reason)
            case .adopt(let hello):
                try await store.adoptGeneration(
                    hello.generation, remote: remote, known: hello.known,
                    former: Dictionary(
                        hello.former.map { ($0.replica, $0.known) }, uniquingKeysWith: { $1 }))
            }
        logger.debug("recovery begun", metadata: ["reason": "\(remedy.reason.rawValue)"])
        return outcome
    }
}
