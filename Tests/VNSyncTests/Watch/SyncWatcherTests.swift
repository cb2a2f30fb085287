import Synchronization
import Testing
import VNModel
import VNStore
import VNSync
import VNWire

/// What a watcher does about what is written here, and about what goes wrong.
@Suite("Sync watcher") struct SyncWatcherTests {
    @Test("changes go out together, once nothing was written for a moment")
    func quiet() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        try await alice.watching {
            try await alice.settle()
            for number in 1...3 {
                _ = try await alice.replica.post("Tin \(number)")
                try await eventually { alice.environment.nextWake == .milliseconds(300) }
                alice.environment.advance(by: .milliseconds(100))
            }
            #expect(alice.pushes == 0)
            try await alice.pass(.milliseconds(200))
            try await eventually { try await alice.replica.store.pendingCount() == 0 }
            #expect(alice.pushes == 1)
            try await alice.replica.expectQuiet(with: world.hub)
        }
    }

    /// Found by the simulator: a new id counts its changes from 1 again, and the watcher waited for
    /// more of them than there had been under the old one.
    @Test("what is written under a new id goes out as soon as under the old one")
    func newID() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        for number in 1...3 { _ = try await alice.replica.post("Tin \(number)") }
        try await alice.watching {
            try await alice.settle()
            try await alice.replica.store.takeNewReplica()
            _ = try await alice.replica.post("Tin mới")
            try await alice.pass(.milliseconds(300))
            try await eventually { try await alice.replica.store.pendingCount() == 0 }
            try await alice.replica.expectQuiet(with: world.hub)
        }
    }

    @Test("while more and more is written, changes wait two seconds, no longer")
    func delayLimit() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        try await alice.watching {
            try await alice.settle()
            for step in 0..<10 {
                _ = try await alice.replica.post("Tin \(step)")
                let rest = Duration.milliseconds(2000 - 200 * step)
                let wake = min(.milliseconds(300), rest)
                try await eventually { alice.environment.nextWake == wake }
                #expect(alice.pushes == 0)
                alice.environment.advance(by: .milliseconds(200))
            }
            try await eventually { alice.pushes == 1 }
        }
    }

    @Test("the app's call is followed at once, whatever is waited for")
    func wake() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        alice.requests.harm { _, _ in .loseRequest }
        try await alice.watching {
            try await eventually { alice.status.isWaiting }
            guard case .waiting(let until, let reason) = alice.status else { return }
            let now = alice.environment.milliseconds()
            #expect(now...(now + 1000) ~= until && reason.code == .unavailable)
            alice.requests.heal()
            let article = try await alice.replica.post("Tin")
            try await Task.sleep(for: .milliseconds(20))
            #expect(alice.requests.paths.count == 1, "a change does not shorten the pause")
            await alice.watcher.wake()
            try await eventually { try await world.hub.store.document(article) != nil }
            try await eventually { alice.status == .idle }
        }
    }

    @Test("pauses grow to five minutes with full jitter, and are never shorter than asked for")
    func backoff() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        alice.requests.harm { _, _ in .loseRequest }
        try await alice.watching {
            var pauses: [Duration] = []
            for attempt in 1...12 {
                try await eventually {
                    alice.requests.paths.count == attempt && alice.environment.sleepers == 1
                }
                let pause = try #require(alice.environment.nextWake)
                pauses.append(pause)
                alice.environment.advance(by: pause)
            }
            for (index, pause) in pauses.enumerated() {
                #expect(pause <= min(.seconds(1 << index), .seconds(300)), "\(index)")
            }
            #expect(try #require(pauses.max()) > .seconds(60), "they do grow")
            let busy = Problem(
                status: 503, code: WireCode.busy, title: "busy", detail: "busy", retryAfter: 1200)
            alice.requests.harm { _, _ in .problem(busy) }
            try await eventually { alice.requests.paths.count == 13 }
            if alice.environment.nextWake != .seconds(1200) {
                // The attempt before was still one that was lost.
                try await eventually { alice.environment.sleepers == 1 }
                alice.environment.advance(by: try #require(alice.environment.nextWake))
            }
            try await alice.pass(.seconds(1200))
            alice.requests.heal()
        }
    }

    @Test("a refused token is renewed once, then everything waits for the app")
    func unauthorized() async throws {
        let world = try await World()
        let asked = Mutex<[String]>([])
        let token = Mutex("old")
        let alice = try await Watched(world, "alice") { configuration in
            configuration.token = { request in
                asked.withLock { $0.append("\(request)") }
                return token.withLock(\.self)
            }
        }
        let refusal = Problem(
            status: 401, code: WireCode.unauthorized, title: "Who?", detail: "unknown token")
        alice.requests.harm { request, _ in request.token == "new" ? nil : .problem(refusal) }
        try await alice.watching {
            try await eventually { alice.status.isPaused }
            #expect(asked.withLock(\.count) == 2, "at first, and once when it was refused")
            let count = alice.requests.paths.count
            let article = try await alice.replica.post("Tin")
            for _ in 0..<5 {
                alice.environment.advance(by: .seconds(3600))
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(alice.requests.paths.count == count && alice.transport.opened.isEmpty)
            token.withLock { $0 = "new" }
            await alice.watcher.wake()
            try await eventually { try await world.hub.store.document(article) != nil }
            try await eventually { alice.status == .idle }
        }
    }

    @Test("what cannot go on is shown, and tried again when somebody says so, or seldom")
    func stalled() async throws {
        let world = try await World()
        let alice = try await Watched(
            world, "alice", watching: { $0.unattendedRetry = .seconds(300) })
        let strange = Problem(status: 400, code: "", title: "no", detail: "another protocol")
        alice.requests.harm { _, _ in .problem(strange) }
        try await alice.watching {
            try await eventually { alice.status.stalledCode == .protocolViolation }
            _ = try await alice.replica.post("Tin")
            try await alice.pass(.seconds(300))
            // The change does not hurry it.
            try await eventually { alice.environment.nextWake == .seconds(300) }
            #expect(alice.requests.paths.count == 2 && alice.status.isStalled)
            alice.requests.heal()
            await alice.watcher.wake()
            try await eventually { alice.status == .idle }
            try await alice.replica.expectQuiet(with: world.hub)
        }
    }

    @Test("while changes cannot be pushed, pulls go on, and the app's call tries the push again")
    func pushStalled() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        let bob = try await world.replica("bob")
        let refusal = Problem(status: 403, code: "", title: "no", detail: "not from here")
        try await alice.watching {
            try await alice.settle()
            alice.requests.harm { request, _ in
                request.path == "/v1/push" ? .problem(refusal) : nil
            }
            let mine = try await alice.replica.post("Của tôi")
            try await alice.pass(.milliseconds(300))
            try await eventually { alice.status.stalledCode == .pushFailed }
            let theirs = try await bob.post("Của bạn")
            try await bob.sync()
            try await eventually { (alice.environment.nextWake ?? .seconds(9)) < .seconds(1) }
            alice.environment.advance(by: .milliseconds(200))
            try await eventually { try await alice.replica.document(theirs) != nil }
            try await eventually { alice.status.stalledCode == .pushFailed }
            #expect(alice.pushes == 1)
            alice.requests.heal()
            await alice.watcher.wake()
            try await eventually { try await world.hub.store.document(mine) != nil }
            try await eventually { alice.status == .idle }
        }
    }

    @Test("a wall clock that jumps by ten years either way neither stops nor hurries it")
    func clockJumps() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        try await alice.watching {
            try await eventually { alice.environment.nextWake == .seconds(60) }
            let year: UInt64 = 365 * 86_400_000
            for (round, wall) in [1_790_000_000_000 - 10 * year, 1_790_000_000_000 + 10 * year]
                .enumerated()
            {
                alice.environment.setWall(milliseconds: wall)
                let count = alice.requests.paths.count
                try await alice.pass(.seconds(60))
                try await eventually { alice.requests.paths.count == count + 1 }
                #expect(round < 2)
            }
        }
    }

    @Test("a watcher that is cancelled in the middle of a sync ends at once; the next one goes on")
    func cancelled() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        let article = try await alice.replica.post("Tin")
        alice.requests.harm { request, _ in request.path == "/v1/push" ? .silence : nil }
        try await alice.watching {
            try await eventually { alice.pushes == 1 }
        }
        alice.requests.heal()
        try await alice.watching {
            try await eventually { try await world.hub.store.document(article) != nil }
        }
    }

    @Test("who follows the status has the present one first, and ends when the task does")
    func statuses() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        alice.requests.harm { _, _ in .loseRequest }
        try await alice.watching {
            try await eventually { alice.status.isWaiting }
            let followers = (1...3).map { _ in
                Task {
                    var seen: [SyncStatus] = []
                    for await status in alice.watcher.statuses() {
                        seen.append(status)
                        if status == .idle { break }
                    }
                    return seen
                }
            }
            let forever = Task { for await _ in alice.watcher.statuses() {} }
            try await Task.sleep(for: .milliseconds(20))
            alice.requests.heal()
            await alice.watcher.wake()
            for follower in followers {
                let seen = await follower.value
                #expect(seen.first?.isWaiting == true && seen.last == .idle)
            }
            forever.cancel()
            await forever.value
        }
    }

    @Test("a store and a remote are synced once at a time; who comes second waits")
    func together() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        let other = SyncEngine(
            store: alice.replica.store, remote: "origin",
            transport: EndpointTransport(world.hub.endpoint), environment: alice.environment)
        _ = try await alice.replica.post("Tin")
        let gate = Flag()
        alice.requests.harm { request, _ in
            guard request.path == "/v1/push" else { return nil }
            return .before {
                while gate.isLowered { try await Task.sleep(for: .milliseconds(1)) }
            }
        }
        try await alice.watching {
            try await eventually { alice.pushes == 1 }
            let error = await #expect(throws: SyncError.self) { try await other.sync() }
            #expect(error?.code == .locked && error?.isRetryable == true)
            let second = await #expect(throws: SyncError.self) { try await alice.watcher.run() }
            #expect(second?.code == .locked)
            _ = gate.raise()
            try await eventually { alice.status == .idle }
            try await other.sync()
        }
    }

    @Test("an app is told what each sync moved, and may end the watch by an error")
    func reports() async throws {
        struct Enough: Error {}
        let world = try await World()
        let counts = Mutex<[Int]>([])
        let alice = try await Watched(
            world, "alice", listens: false,
            watching: { watching in
                watching.didSync = { report in
                    let count = counts.withLock { counts in
                        counts.append(report.pushed.changes)
                        return counts.count
                    }
                    if count == 2 { throw Enough() }
                }
            })
        _ = try await alice.replica.post("Tin")
        let task = Task { try await alice.watcher.run() }
        try await eventually { counts.withLock(\.count) == 1 }
        _ = try await alice.replica.post("Tin nữa")
        try await alice.pass(.milliseconds(300))
        let result = await task.result
        #expect(throws: Enough.self) { try result.get() }
        #expect(counts.withLock(\.self) == [1, 1])
    }

    @Test("a store that is closed ends the watch")
    func closed() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", listens: false)
        let task = Task { try await alice.watcher.run() }
        try await eventually { alice.environment.nextWake == .seconds(60) }
        try await alice.replica.store.close()
        let result = await task.result
        #expect(throws: CancellationError.self) { try result.get() }
    }
}

extension SyncStatus {
    var isWaiting: Bool { if case .waiting = self { true } else { false } }
    var isPaused: Bool { if case .paused = self { true } else { false } }
    var isStalled: Bool { stalledCode != nil }
    var stalledCode: SyncError.Code? {
        if case .stalled(let reason) = self { reason.code } else { nil }
    }
}
