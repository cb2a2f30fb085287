import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

/// What a watcher does about what the hub tells, and when the hub tells nothing.
@Suite("Watching a hub") struct WatchEventsTests {
    // VN-WIRE-110, VN-WIRE-111
    @Test("what another store pushes comes at once; the own push comes back to nobody")
    func events() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        let bob = try await Watched(world, "bob")
        try await alice.watching {
            try await bob.watching {
                try await alice.settle()
                try await bob.settle()
                let (before, article) = (
                    alice.requests.paths.count, try await alice.replica.post("Tin nóng")
                )
                try await alice.pass(.milliseconds(300))
                try await eventually { (bob.environment.nextWake ?? .seconds(9)) < .seconds(1) }
                bob.environment.advance(by: .milliseconds(200))
                try await eventually { try await bob.replica.document(article) != nil }
                try await eventually { bob.status == .idle }
                // The hub has told alice too by now: she has the cursor of which it told.
                try await eventually { alice.environment.nextWake ?? .zero > .seconds(40) }
                #expect(Array(alice.requests.paths[before...]) == ["/v1/hello", "/v1/push"])
                try await bob.replica.expectQuiet(with: world.hub)
            }
        }
    }

    // VN-WIRE-112
    @Test("a stream that ended is opened again behind what the store has; nothing is missed")
    func reconnects() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        let bob = try await world.replica("bob")
        try await alice.watching {
            try await alice.settle()
            let article = try await bob.post("Trong lúc mất mạng")
            alice.transport.harm(.unreachable)
            alice.transport.cut()
            try await bob.sync()
            for attempt in 1...4 {
                try await eventually {
                    alice.transport.opened.count == attempt && alice.environment.sleepers == 2
                        && (alice.environment.nextWake ?? .seconds(99)) <= .seconds(1 << attempt)
                }
                if attempt == 4 { alice.transport.harm(nil) }
                alice.environment.advance(by: try #require(alice.environment.nextWake))
            }
            let cursor = try await alice.replica.store.remoteState("origin").cursor
            try await eventually { alice.transport.opened.count == 5 }
            #expect(alice.transport.opened.last == cursor)
            try await eventually { (alice.environment.nextWake ?? .seconds(9)) < .seconds(1) }
            alice.environment.advance(by: .milliseconds(200))
            try await eventually { try await alice.replica.document(article) != nil }
        }
    }

    // VN-WIRE-113
    @Test("a stream that falls silent is given up after 45 seconds")
    func silence() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice") { $0.interval = .seconds(600) }
        alice.transport.harm(.silence)
        try await alice.watching {
            try await eventually { alice.transport.opened.count == 1 }
            try await alice.pass(.seconds(45))
            try await eventually { (alice.environment.nextWake ?? .seconds(9)) <= .seconds(1) }
            alice.transport.harm(nil)
            alice.environment.advance(by: .seconds(1))
            try await eventually { alice.transport.opened.count == 2 }
        }
    }

    // VN-WIRE-113
    @Test(
        "a hub without events, or without room for more, is asked after each interval",
        arguments: [404, 405, 503])
    func polling(status: Int) async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        let code = [404: WireCode.notFound, 405: WireCode.method][status] ?? WireCode.busy
        alice.transport.harm(
            .problem(
                Problem(
                    status: status, code: code, title: "no", detail: "no events here",
                    retryAfter: status == 503 ? 600 : nil)))
        let bob = try await world.replica("bob")
        try await alice.watching {
            try await eventually { alice.transport.opened.count == 1 }
            for round in 1...3 {
                let article = try await bob.post("Tin \(round)")
                try await bob.sync()
                try await alice.pass(.seconds(60))
                try await eventually { try await alice.replica.document(article) != nil }
            }
            #expect(alice.transport.opened.count == 1, "it is not asked for events all the time")
            try await eventually { alice.status == .idle }
        }
    }

    @Test("while the hub tells of its changes, it is asked only seldom")
    func seldom() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        try await alice.watching {
            try await alice.settle()
            let count = alice.requests.paths.count
            // Each time the stream is silent for too long and is opened again, nothing else.
            for _ in 0..<8 {
                alice.environment.advance(by: .seconds(44))
                try await Task.sleep(for: .milliseconds(5))
                alice.environment.advance(by: .seconds(2))
                try await eventually { (alice.environment.nextWake ?? .seconds(9)) <= .seconds(1) }
                alice.environment.advance(by: .seconds(1))
                try await alice.listens()
            }
            #expect(alice.requests.paths.count == count)
        }
    }

    @Test("a hub that can be heard again is not waited for")
    func reachable() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        try await alice.watching {
            try await alice.settle()
            // Five attempts at requests are lost, then the stream of events opens.
            alice.transport.harm(.unreachable)
            alice.transport.cut()
            alice.requests.harm { _, _ in .loseRequest }
            _ = try await alice.replica.post("Tin")
            for _ in 0..<400 where alice.requests.paths.count < 8 {
                alice.environment.advance(by: .seconds(1))
                try await Task.sleep(for: .milliseconds(2))
            }
            try await eventually { alice.status.isWaiting }
            alice.requests.heal()
            alice.transport.harm(nil)
            let (opened, sent) = (alice.transport.opened.count, alice.requests.paths.count)
            while alice.transport.opened.count == opened, alice.requests.paths.count == sent {
                alice.environment.advance(by: .milliseconds(200))
                try await Task.sleep(for: .milliseconds(2))
            }
            try await eventually { alice.status == .idle }
            try await alice.replica.expectQuiet(with: world.hub)
        }
    }

    @Test(
        "whatever else comes down the stream, it leads to no storm of requests",
        arguments: [
            "event: head\nid: x\ndata: {}\n\n", "event: head\ndata: \n\n", "<html>\n\n",
            "event: head\nid: other\ndata: {\"generation\":\"a\",\"head\":1,\"v\":1}\n\n",
        ])
    func strange(text: String) async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice")
        alice.transport.harm(.bytes(Array(text.utf8)))
        try await alice.watching {
            try await eventually { alice.transport.opened.count >= 1 && alice.status == .idle }
            for _ in 0..<30 {
                alice.environment.advance(by: .seconds(1))
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(alice.transport.opened.count <= 12)
            #expect(alice.requests.paths.count <= 1 + alice.transport.opened.count)
        }
    }

    @Test("events can be switched off")
    func off() async throws {
        let world = try await World()
        let alice = try await Watched(world, "alice", watching: { $0.usesEvents = false })
        try await alice.watching {
            try await alice.pass(.seconds(60))
            try await eventually { alice.requests.paths.count == 2 }
        }
        #expect(alice.transport.opened.isEmpty)
    }
}
