internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync
internal import VNWire

// Stores that are watched: what they do by themselves while time passes.
extension World {
    /// A pause longer than this everybody sleeps through.
    private static let sleepLimit: UInt64 = 600_000

    /// Lets time pass, in which watched stores do what they do.
    ///
    /// - Parameter held: whose sync stands still meanwhile.
    func pass(
        _ milliseconds: UInt64, holding held: SimulatedReplica? = nil,
        _ random: inout SplitMix64
    ) async throws {
        guard let watching else { return time.advance(by: milliseconds) }
        let end = time.milliseconds + milliseconds
        if milliseconds > World.sleepLimit { time.advance(by: milliseconds) }
        while true {
            try await rest(&random)
            let turn = replicas.filter { $0.watch != nil && $0.point != nil && $0 !== held }
                .min { $0.turnDue < $1.turnDue }
            let alarm = watching.alarms.next
            guard let due = [turn?.turnDue, alarm].compactMap(\.self).min(), due <= end else {
                break
            }
            if due > time.milliseconds { time.advance(by: due - time.milliseconds) }
            if let turn, turn.turnDue == due {
                try await self.turn(of: turn, &random)
            } else {
                watching.alarms.ring()
            }
        }
        if end > time.milliseconds { time.advance(by: end - time.milliseconds) }
    }

    /// Waits until whoever watches waits for time or the network.
    func rest(_ random: inout SplitMix64) async throws {
        guard let watching else { return }
        var isQuiet = false
        while !isQuiet {
            let engines = replicas.compactMap { $0.watch?.engine }
            await watching.thread.rest { !engines.contains { $0.isBusy } }
            isQuiet = true
            for replica in replicas where replica.watch != nil {
                replica.machine.isDirty = true
                if try await finishCrash(of: replica) {
                    try await settle("\(replica.name) watch: crash")
                } else if replica.lookAtWatch() {
                    try await note(replica, &random)
                } else if replica.watch?.engine.tellCommit() != true {
                    try await noteEnd(of: replica)
                    continue
                }
                isQuiet = false
            }
        }
    }

    /// The sync of a watched store stands somewhere else.
    private func note(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        // Now and then an answer takes its time.
        let delay = random.chance(isCalm ? 0 : 5) ? 20_000 : 200
        replica.turnDue = time.milliseconds + 5 + UInt64(random.below(delay))
        try await inspect(replica)
        guard let result = replica.takeResult() else { return }
        if case .success(let report) = result { try check(report, of: replica) }
        replica.isReconciling = false
        try await settle("\(replica.name) watch: \(try text(of: result, at: replica.machine))")
    }

    /// A watcher ends by itself if its disk fails, and not otherwise.
    private func noteEnd(of replica: SimulatedReplica) async throws {
        guard let end = replica.watch?.end else { return }
        replica.forgetWatch()
        let text = try text(of: .failure(end), at: replica.machine)
        try await settle("\(replica.name) watch ends: \(text)")
    }

    private func turn(
        of replica: SimulatedReplica, _ random: inout SplitMix64
    ) async throws {
        guard let point = replica.point else { return }
        let fate = fate(point, of: replica, &random)
        home(of: replica).machine.isDirty = true
        await replica.resume(fate)
        try await rest(&random)
        try await finishHubCrashes()
        try await settle("\(replica.name) watch \(Weather.text(fate))")
    }

    // MARK: Steps

    /// A store is watched from now on, or no longer.
    func toggleWatch(of replica: SimulatedReplica) async throws {
        replica.isToBeWatched.toggle()
        await replica.abandon()
        try await settle(
            "\(replica.name) is \(replica.isToBeWatched ? "watched" : "no longer watched")")
    }

    /// What is to be watched is, where its machine is up.
    func beginWatches(_ seed: UInt64) async {
        guard let watching else { return }
        for (number, replica) in replicas.enumerated() where replica.isToBeWatched {
            await replica.beginWatch(watching)
            replica.watch?.events.expose(
                to: isCalm ? [] : configuration.faults, seed: seed &+ UInt64(number))
        }
    }

    /// The app says that things are different now.
    func wake(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        await replica.watch?.wake()
        try await pass(3_000, &random)
        try await settle("\(replica.name) wakes")
    }

    // MARK: When faults have stopped

    /// How long a watched store may take until it is quiet, in milliseconds: a stream that is
    /// silent is given up, an event that was lost is made up for, a right to sync runs out.
    private static let quietLimit: UInt64 =
        45_000 + 10 * SimulatedWatch.interval + 2 * SimulatedWatch.retryLimit + 60_000
        + SimulatedWatch.unattendedRetry
    /// How long, while nothing fails and the hub tells of its changes.
    private static let followLimit: UInt64 = 8_000
    /// How long watched stores are left alone, to see what they do while nothing changes.
    private static let idleTime: UInt64 = 200_000

    /// Watched stores become quiet and equal, with nobody who syncs; they keep quiet; and what is
    /// written here or there meanwhile comes along soon.
    func checkWatches(_ random: inout SplitMix64) async throws {
        guard watching != nil else { return }
        await beginWatches(0)
        let watched = replicas.filter { $0.watch != nil }
        guard let first = watched.first else { return }
        try await waitForQuiet(of: watched, World.quietLimit, &random)
        try await checkIdle(watched, &random)
        for other in [first, replicas.first { $0 !== first }].compactMap(\.self) {
            try await checkFollowing(first, writing: other, watched, &random)
        }
        for replica in watched {
            replica.isToBeWatched = false
            await replica.abandon()
        }
        try await settle("nobody watches any more")
    }

    private func waitForQuiet(
        of watched: [SimulatedReplica], _ limit: UInt64, _ random: inout SplitMix64
    ) async throws {
        let end = time.milliseconds + limit
        while true {
            try await settle("time passes")
            guard let replica = watched.first(where: { !isQuiet($0) }) else { return }
            guard time.milliseconds < end else {
                throw Violation(
                    .liveness,
                    "\(replica.name) is watched and not quiet after \(limit) ms: "
                        + "\(replica.machine.view.pendingCount) pending, "
                        + "\(replica.machine.view.rereads.count) to read again, cursor "
                        + "\(replica.machine.view.remote?.cursor ?? "-"), hub at "
                        + "\(home(of: replica).machine.view.seq), "
                        + "\(replica.watch?.status ?? .idle)")
            }
            try await pass(500, &random)
        }
    }

    private func isQuiet(_ replica: SimulatedReplica) -> Bool {
        let (view, hub) = (replica.machine.view, home(of: replica).machine.view)
        guard replica.point == nil, view.pendingCount == 0, view.rereads.isEmpty,
            let cursor = view.remote?.cursor.flatMap({ try? Cursor($0) })
        else { return false }
        return cursor.since == hub.seq && cursor.position == cursor.since
            && cursor.generation == hub.generation
    }

    /// While nothing changes, a store that hears the hub asks it seldom.
    private func checkIdle(
        _ watched: [SimulatedReplica], _ random: inout SplitMix64
    ) async throws {
        // Streams that were cut are open again by then.
        try await pass(2 * SimulatedWatch.retryLimit + 45_000, &random)
        let before = watched.map { ($0.watch?.requests ?? 0, $0.watch?.events.opened ?? 0) }
        try await pass(World.idleTime, &random)
        for (replica, (requests, opened)) in zip(watched, before) {
            guard let watch = replica.watch else { continue }
            let interval = SimulatedWatch.interval * (watch.events.isAbsent ? 1 : 10)
            let made = watch.requests - requests
            guard made <= World.idleTime / interval + 1, watch.events.opened - opened <= 1 else {
                throw Violation(
                    .limits,
                    "\(replica.name) makes \(made) requests and opens "
                        + "\(watch.events.opened - opened) streams while nothing changes")
            }
        }
        try await settle("nothing changes")
    }

    /// What is written while a watched store's sync is under way must be noticed, and lead to no
    /// more syncs than it takes.
    ///
    /// - Parameter other: where it is written.
    private func checkFollowing(
        _ replica: SimulatedReplica, writing other: SimulatedReplica,
        _ watched: [SimulatedReplica], _ random: inout SplitMix64
    ) async throws {
        guard let watch = replica.watch else { return }
        let (syncs, events) = (watch.engine.syncs, watch.events.events)
        try await write(at: replica, &random)
        for _ in 0..<40 where !replica.isAnsweredPush { try await pass(50, &random) }
        let isHeld = replica.isAnsweredPush
        try await write(at: other, &random)
        if other.watch == nil { try await advance(other, turns: 10_000, .sync(.both), &random) }
        try await pass(2_000, holding: replica, &random)
        let isHearing = !watched.contains { $0.watch?.events.isAbsent ?? false }
        try await waitForQuiet(
            of: watched, World.followLimit + (isHearing ? 0 : SimulatedWatch.interval), &random)
        // Two writes here at most, the events, and one sync that comes from time to time.
        let (made, heard) = (watch.engine.syncs - syncs, watch.events.events - events)
        guard made <= heard + (other === replica ? 3 : 2) else {
            throw Violation(
                .limits, "\(replica.name) syncs \(made) times for two writes and \(heard) events")
        }
        try await settle("\(replica.name) follows \(other.name), in a sync: \(isHeld)")
    }
}

extension SimulatedReplica {
    /// Whether the answer to a push is on its way.
    fileprivate var isAnsweredPush: Bool {
        if case .response(let request, _)? = point { request.path == "/v1/push" } else { false }
    }
}
