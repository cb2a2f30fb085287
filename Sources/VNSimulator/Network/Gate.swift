internal import Synchronization
internal import VNSync

/// Where a sync stands and waits for the world: before a request leaves, before an answer comes.
enum GatePoint: Sendable {
    case request(TransportRequest)
    case response(TransportRequest, bytes: Int)
    case ended(Result<SyncReport, any Error>)
}

/// What befalls what is on its way.
enum Fate: Sendable {
    /// It arrives.
    case deliver
    /// It arrives, and once more.
    case duplicate
    /// It never arrives.
    case lose
    /// It breaks off after some bytes.
    case cut(after: Int)
    /// One byte of it is changed.
    case corrupt(at: Int, mask: UInt8)
    /// Something else answers: a status, a media type and a text.
    case answer(status: Int, type: String, text: String, retryAfter: Int?)
    /// It arrives with something in it that no reader may take.
    case hostile(HostilePayload, at: Int)
    /// What was answered to the same request before comes once more.
    case stale
    /// The process does not live to see it.
    case die
}

/// Lets a sync and the world take turns: exactly one of them runs.
///
/// The sync parks at each point where the network has a say; the world resumes it with a fate and
/// waits until it parks again or ends. So any syncs and writes interleave as the world decides.
final class Gate: Sendable {
    private struct State {
        var point: GatePoint?
        var sync: CheckedContinuation<Fate, Never>?
        var world: CheckedContinuation<GatePoint, Never>?
    }

    private let state = Mutex(State())

    /// The sync parks.
    func park(_ point: GatePoint) async -> Fate {
        await withCheckedContinuation { continuation in
            arrive(point, continuation)
        }
    }

    /// The sync has ended.
    func end(_ result: Result<SyncReport, any Error>) { arrive(.ended(result), nil) }

    private func arrive(_ point: GatePoint, _ sync: CheckedContinuation<Fate, Never>?) {
        let world = state.withLock { state in
            state.sync = sync
            defer { state.world = nil }
            if state.world == nil { state.point = point }
            return state.world
        }
        world?.resume(returning: point)
    }

    /// The world waits until the sync parks or ends.
    func wait() async -> GatePoint {
        await withCheckedContinuation { continuation in
            let point = state.withLock { state -> GatePoint? in
                defer { state.point = nil }
                if state.point == nil { state.world = continuation }
                return state.point
            }
            if let point { continuation.resume(returning: point) }
        }
    }

    /// Where the sync stands, once it has parked; the world does not wait.
    func poll() -> GatePoint? {
        state.withLock { state in
            defer { state.point = nil }
            return state.point
        }
    }

    /// Whether the sync stands and waits for the world.
    var isParked: Bool { state.withLock { $0.sync != nil } }

    /// The world lets the sync go on.
    func resume(_ fate: Fate) {
        let sync = state.withLock { state in
            defer { state.sync = nil }
            return state.sync
        }
        sync?.resume(returning: fate)
    }
}
