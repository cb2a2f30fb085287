internal import AsyncHTTPClient
internal import NIOHTTP1
internal import VNCompression
public import VNSync
internal import VNWire

extension HTTPTransport: EventTransport {
    /// Opens the hub's stream of events, on a connection of its own; see `EventTransport`.
    ///
    /// - Throws: `TransportError` with the codes of ``send(_:)``.
    public func openEvents(
        after lastEventID: String?, token: String?
    ) async throws -> TransportResponse {
        var request = TransportRequest(.get, "/v1/events", accept: HeadEvent.mediaType)
        request.token = token
        var prepared = try prepare(request)
        // A compressor on the way would keep events back.
        prepared.headers.remove(name: "accept-encoding")
        prepared.headers.add(name: "cache-control", value: "no-store")
        if let lastEventID, lastEventID.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
            prepared.headers.add(name: "last-event-id", value: lastEventID)
        }
        let silence = Duration.seconds(3 * WireLimits.heartbeatSeconds)
        guard let client = events.client(connect: configuration.connectTimeout, silence: silence)
        else { throw TransportError.unavailable("the transport was shut down") }
        return try await execute(prepared, request, with: client, isEndless: true)
    }
}
