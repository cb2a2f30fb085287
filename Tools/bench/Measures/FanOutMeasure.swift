import Foundation
import Synchronization
import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// P15: how a hub's pulls scale, and how fast many idle clients learn of a change.
enum FanOutMeasure: Measure {
    static let ids = ["P15"]

    private static let pullers = 8
    private static let listeners = 1_000
    private static let changes = 20
    /// A client library keeps no more connections to one address at once.
    private static let streamsPerTransport = 8

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let hub = try await bench.hub()
        try hub.restore()
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        return try await pulls(daemon, bench) + [try await events(daemon, bench)]
    }

    private static func pulls(
        _ daemon: Daemon, _ bench: Workbench
    ) async throws -> [Finding] {
        var one: [Double] = []
        var many: [Double] = []
        try await bench.repeated("P15: pulls of \(pullers) clients") {
            let single = try await FeedReader.readAll(daemon.url, clients: 1)
            one.append(Double(single.bytes) / 1e6 / single.seconds)
            let all = try await FeedReader.readAll(daemon.url, clients: pullers)
            many.append(Double(all.bytes) / 1e6 / all.seconds)
        }
        return [
            Finding(
                id: "P15", what: "pull throughput of \(pullers) clients to that of one",
                value: Stopwatch.median(many), unit: "MB/s", floor: Stopwatch.median(one),
                budget: .atLeast(1.6))
        ]
    }

    private static func events(_ daemon: Daemon, _ bench: Workbench) async throws -> Finding {
        bench.say("P15: \(listeners) clients listen to \(changes) changes")
        FileLimit.raise(to: 4_096)
        let transports = try (0..<listeners / streamsPerTransport).map { _ in
            try HTTPTransport(url: daemon.url)
        }
        var streams: [any TransportBody] = []
        for transport in transports {
            for _ in 0..<streamsPerTransport {
                let response = try await transport.openEvents(after: nil, token: nil)
                guard response.status == 200 else {
                    throw BenchError("the hub answers events with \(response.status)")
                }
                streams.append(response.body)
            }
        }
        let board = EventTimes()
        let reading = streams.map { stream in
            Task {
                while let bytes = try await stream.next() {
                    // A sign of life is no event.
                    if bytes.starts(with: "id:".utf8) || bytes.starts(with: "event:".utf8) {
                        board.note()
                    }
                }
            }
        }
        let times = try await times(daemon, bench, board)
        for task in reading { task.cancel() }
        for transport in transports { await transport.shutdown() }
        return Finding(
            id: "P15", what: "a change until \(listeners) idle clients know, 99 of 100",
            value: times.sorted()[times.count * 99 / 100] * 1000, unit: "ms", budget: .atMost(250))
    }

    /// The seconds between the answer to a push and each event that tells of it.
    private static func times(
        _ daemon: Daemon, _ bench: Workbench, _ board: EventTimes
    ) async throws -> [Double] {
        let folder = try bench.work.folder("writer")
        let replica = try await Replica(create: folder, hub: daemon.url)
        // The first event of a stream tells where the head is.
        try await board.wait(for: listeners)
        var result: [Double] = []
        for number in 0..<changes {
            let environment = SystemEnvironment()
            let article = Article(
                id: environment.newDocumentID(), headline: "Tin mới số \(number)",
                datePublished: "2026-03-01T08:00:00+07:00",
                publisher: Agent(kind: .organization, name: "Báo Thử"))
            _ = try await replica.store.post(article)
            board.begin()
            _ = try await replica.sync(.push)
            try await board.wait(for: listeners)
            result += board.times
        }
        try await replica.close()
        return result
    }
}

/// When events came.
private final class EventTimes: Sendable {
    private struct State {
        var start = ContinuousClock.now
        var times: [Double] = []
    }

    private let state = Mutex(State())

    var times: [Double] { state.withLock { $0.times } }

    func begin() { state.withLock { $0 = State() } }

    func note() {
        state.withLock { $0.times.append((ContinuousClock.now - $0.start) / .seconds(1)) }
    }

    /// Waits until so many events came, half a minute at most.
    func wait(for count: Int) async throws {
        for _ in 0..<3_000 where times.count < count {
            try await Task.sleep(for: .milliseconds(10))
        }
        guard times.count >= count else {
            throw BenchError("\(times.count) of \(count) events came")
        }
    }
}
