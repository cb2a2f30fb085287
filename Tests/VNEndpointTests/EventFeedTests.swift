import Synchronization
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// What those who listen to a hub are told, and what it costs.
@Suite("Event feed") struct EventFeedTests {
    /// A hub with a clock that stands.
    private struct Listening {
        let hub: Hub
        let environment = ManualEnvironment()
        let store: CountingStore
        let feed: EventFeed

        init(_ kind: HubKind = .sqlite, limit: Int = EndpointLimits.eventStreams) async throws {
            hub = try await Hub(kind)
            store = CountingStore(hub.store)
            feed = EventFeed(
                store: store, configuration: EndpointConfiguration(environment: environment),
                limit: limit)
        }

        /// Lets the feed look once more, and waits until it has.
        func look() async throws {
            let before = store.reads
            try await eventually { environment.sleepers > 0 }
            environment.advance(by: .milliseconds(EndpointLimits.eventLookMilliseconds))
            try await eventually { store.reads > before && environment.sleepers > 0 }
        }

        func event() async throws -> HeadEvent {
            HeadEvent(generation: try await hub.generation, head: try await hub.head)
        }
    }

    // VN-WIRE-110, VN-WIRE-111, VN-WIRE-112
    @Test("the head is told at once and at each move; whoever knows it is only told so")
    func heads() async throws {
        let listening = try await Listening()
        var journal = Writer(alice)
        try await listening.hub.push([journal.change(document(1), Write.article())])
        let stream = try await listening.feed.open(after: nil).stream
        let first = try await listening.event()
        #expect(await stream.next() == first.frame)
        try await listening.hub.push([journal.change(document(2), Write.article())])
        try await listening.look()
        let second = try await listening.event()
        #expect(second.head > first.head)
        #expect(await stream.next() == second.frame)
        // The id is the cursor of whoever has pulled everything.
        let pulled = try await listening.hub.pull(bob)
        #expect(pulled.end.isComplete && pulled.end.cursor == second.id)

        let knowing = try await listening.feed.open(after: second.id).stream
        #expect(await knowing.next() == HeadEvent.heartbeat, "the stream is open, no more")
        for strange in [first.id, "anything", ""] {
            let stream = try await listening.feed.open(after: strange).stream
            #expect(await stream.next() == second.frame, "\(strange)")
        }
    }

    // VN-WIRE-110
    @Test("what another process writes into the hub's file is told")
    func otherProcess() async throws {
        let listening = try await Listening()
        let stream = try await listening.feed.open(after: nil).stream
        _ = await stream.next()
        let path = try #require(listening.hub.folder?.path) + "/hub.db"
        let other = try await SQLiteEndpointStore.open(at: path)
        var journal = Writer(alice)
        try await Hub(other, listening.hub.environment).push([
            journal.change(document(1), Write.article())
        ])
        try await listening.look()
        #expect(await stream.next() == (try await listening.event()).frame)
        try await other.close()
    }

    // VN-WIRE-113
    @Test("every fifteen seconds a sign of life, for each listener at its own time")
    func heartbeat() async throws {
        let listening = try await Listening(.memory)
        let known = try await listening.event().id
        var streams: [EventStream] = []
        for _ in 0..<10 { streams.append(try await listening.feed.open(after: known).stream) }
        for stream in streams { #expect(await stream.next() == HeadEvent.heartbeat) }
        let tallies = streams.map { _ in Tally() }
        var readers: [Task<Void, Never>] = []
        for (stream, tally) in zip(streams, tallies) {
            readers.append(
                Task {
                    while let bytes = await stream.next() {
                        #expect(bytes == HeadEvent.heartbeat)
                        tally.count.withLock { $0 += 1 }
                    }
                })
        }
        let ticks = WireLimits.heartbeatSeconds * 1000 / EndpointLimits.eventLookMilliseconds
        for _ in 0..<2 * ticks { try await listening.look() }
        try await eventually { tallies.allSatisfy { $0.count.withLock(\.self) == 2 } }
        await listening.feed.stop()
        for reader in readers { await reader.value }
    }

    @Test("a thousand listeners cost one look, none cost nothing, and a slow one no memory")
    func cost() async throws {
        let listening = try await Listening()
        var numbers: [UInt64] = []
        var streams: [EventStream] = []
        for _ in 0..<EndpointLimits.eventStreams {
            let (number, stream) = try await listening.feed.open(after: nil)
            numbers.append(number)
            streams.append(stream)
        }
        let before = listening.store.reads
        for _ in 0..<5 { try await listening.look() }
        #expect(listening.store.reads == before + 5)
        var journal = Writer(alice)
        for number in 1...3 {
            let change = journal.change(document(UInt64(number)), Write.article())
            try await listening.hub.push([change])
            try await listening.look()
        }
        let last = try await listening.event().frame
        for stream in streams { #expect(await stream.next() == last, "the newest only") }
        for number in numbers { await listening.feed.close(number) }
        #expect(await listening.feed.count == 0)
        try await eventually { listening.environment.sleepers == 0 }
        for stream in streams { #expect(await stream.next() == nil) }
    }

    // VN-WIRE-113
    @Test("who finds no room is told when to ask again; another method is told what to use")
    func bounds() async throws {
        let listening = try await Listening(limit: 2)
        let first = try await listening.feed.open(after: nil)
        _ = try await listening.feed.open(after: nil)
        let answer = await listening.feed.answer(method: "GET", lastEventID: nil)
        guard case .response(let response) = answer else {
            Issue.record("a third stream")
            return
        }
        #expect(response.status == 503 && response.retryAfter == 60)
        await listening.feed.close(first.number)
        if case .response = await listening.feed.answer(method: "GET", lastEventID: nil) {
            Issue.record("there is room")
        }
        let post = await listening.feed.answer(method: "POST", lastEventID: nil)
        guard case .response(let refused) = post else {
            Issue.record("POST is answered")
            return
        }
        #expect(refused.status == 405 && refused.allow == "GET")
    }

    // VN-WIRE-114
    @Test("a stop ends every stream, also one that is waited for, and opens no other")
    func stop() async throws {
        let listening = try await Listening(.memory)
        let stream = try await listening.feed.open(after: nil).stream
        _ = await stream.next()
        let waiting = Task { await stream.next() }
        await listening.feed.stop()
        #expect(await waiting.value == nil)
        let answer = await listening.feed.answer(method: "GET", lastEventID: nil)
        guard case .response(let response) = answer else {
            Issue.record("a stream after the stop")
            return
        }
        #expect(response.status == 503)
    }

    @Test("a reader that is cancelled ends, and so does its stream")
    func cancelled() async throws {
        let listening = try await Listening(.memory)
        let stream = try await listening.feed.open(after: nil).stream
        let reader = Task {
            var count = 0
            while await stream.next() != nil { count += 1 }
            return count
        }
        try await eventually { listening.environment.sleepers == 1 }
        reader.cancel()
        #expect(await reader.value <= 1)
        #expect(await stream.next() == nil)
    }

    @Test("a store that does not answer is asked again later, and the streams stay")
    func failures() async throws {
        let listening = try await Listening(.memory)
        let stream = try await listening.feed.open(after: nil).stream
        _ = await stream.next()
        listening.store.fails.withLock { $0 = true }
        try await listening.look()
        let answer = await listening.feed.answer(method: "GET", lastEventID: nil)
        guard case .response(let response) = answer else {
            Issue.record("a stream without a head")
            return
        }
        #expect(response.status == 503 && response.retryAfter == 1)
        listening.store.fails.withLock { $0 = false }
        var journal = Writer(alice)
        try await listening.hub.push([journal.change(document(1), Write.article())])
        try await listening.look()
        #expect(await stream.next() == (try await listening.event()).frame)
    }
}

private final class Tally: Sendable { let count = Mutex(0) }

/// Waits until something holds, for a few seconds at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<2000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("it did not come to pass")
}

/// A store that counts how often it is read, and that fails when it is told to.
private final class CountingStore: EndpointStore {
    private let base: any EndpointStore
    private let count = Mutex(0)
    let fails = Mutex(false)

    init(_ base: any EndpointStore) { self.base = base }

    var reads: Int { count.withLock(\.self) }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T {
        defer { count.withLock { $0 += 1 } }
        if fails.withLock(\.self) { throw StoreError(.locked, "the test holds the store") }
        return try await base.read(body)
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        try await base.write(body)
    }
}
