internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

/// Tells listeners where the head of a hub's feed is, whoever moved it.
///
/// While somebody listens the store is looked at five times a second, once for all of them; the
/// changes of other processes are seen so too. While nobody listens nothing runs.
package actor EventFeed {
    private let store: any EndpointStore
    private let configuration: EndpointConfiguration
    private let limit: Int
    private let executor: (any TaskExecutor)?
    private var streams: [UInt64: EventStream] = [:]
    private var next: UInt64 = 0
    private var tick: UInt64 = 0
    private var head: HeadEvent?
    private var watch: Task<Void, Never>?
    private var isStopped = false

    /// - Parameters:
    ///   - store: the hub's store.
    ///   - configuration: how the endpoint works.
    ///   - limit: how many may listen at the same time.
    ///   - executor: where the feed's own task runs; `nil`: where all others do.
    package init(
        store: any EndpointStore, configuration: EndpointConfiguration = EndpointConfiguration(),
        limit: Int = EndpointLimits.eventStreams, executor: (any TaskExecutor)? = nil
    ) {
        self.store = store
        self.configuration = configuration
        self.limit = limit
        self.executor = executor
    }

    deinit { watch?.cancel() }

    /// How many listen.
    package var count: Int { streams.count }

    /// Opens a stream. Whoever opened it calls ``close(_:)`` when nobody reads it any more.
    ///
    /// - Parameter lastEventID: the id of the last event that the listener had, or its cursor.
    ///   Without one, or with any other than that of the head, the head is told at once.
    /// - Returns: the stream, and its number.
    /// - Throws: the problem of too many listeners; what the store throws.
    /// - Source: VN-WIRE-110 to VN-WIRE-113
    package func open(
        after lastEventID: String?
    ) async throws -> (number: UInt64, stream: EventStream) {
        guard !isStopped, streams.count < limit else { throw EventFeed.busy }
        let now = try await look()
        // Others may have come, or the feed have been stopped, in the meantime.
        guard !isStopped, streams.count < limit else { throw EventFeed.busy }
        let stream = EventStream(after: lastEventID)
        next += 1
        streams[next] = stream
        stream.tell(now)
        if watch == nil {
            let milliseconds = EndpointLimits.eventLookMilliseconds
            let environment = configuration.environment
            watch = Task(executorPreference: executor) { [weak self] in
                while true {
                    do {
                        try await environment.sleep(for: .milliseconds(milliseconds))
                    } catch { return }
                    guard let self else { return }
                    await self.turn()
                }
            }
        }
        return (next, stream)
    }

    /// Forgets a stream.
    package func close(_ number: UInt64) {
        streams.removeValue(forKey: number)?.end()
        guard streams.isEmpty else { return }
        watch?.cancel()
        watch = nil
    }

    /// Ends all streams; no other is opened afterwards.
    package func stop() {
        isStopped = true
        for stream in streams.values { stream.end() }
    }

    /// One look, and a sign of life for those whose turn it is: they are spread over the ticks.
    private func turn() async {
        tick += 1
        let ticks = UInt64(
            WireLimits.heartbeatSeconds * 1000 / EndpointLimits.eventLookMilliseconds)
        for (number, stream) in streams where (number &+ tick) % ticks == 0 { stream.beat() }
        do {
            _ = try await look()
        } catch {
            // What cannot be read now is read at the next look.
            configuration.logger.debug(
                "the head was not read", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// Reads the head and tells everybody if it moved.
    private func look() async throws -> HeadEvent {
        let seen = head
        let now = try await store.read { reading in
            HeadEvent(generation: try reading.generation(), head: try reading.head())
        }
        // Looks may overtake each other; a head only grows within a generation.
        if let head, head != seen, head.generation == now.generation, head.head >= now.head {
            return head
        }
        guard now != head else { return now }
        head = now
        for stream in streams.values { stream.tell(now) }
        return now
    }

    private static let busy = Problem(
        status: 503, code: WireCode.busy, title: "Too many listen already",
        detail: "the hub sends no more streams of events; ask by hello from time to time",
        retryAfter: EndpointLimits.eventRetrySeconds)
}
