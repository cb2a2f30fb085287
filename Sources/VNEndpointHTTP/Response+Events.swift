internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import VNEndpoint
internal import VNWire

extension Response {
    /// A stream of events. It ends when the client leaves or the daemon is stopped.
    ///
    /// - Parameters:
    ///   - events: who has to know that nobody reads any more.
    ///   - stream: what to tell.
    ///   - number: the stream's number.
    ///   - request: the request, whose connection tells when the client leaves.
    init(_ events: EventFeed, _ stream: EventStream, number: UInt64, _ request: Request) {
        var headers = HTTPFields()
        headers[.contentType] = HeadEvent.mediaType
        headers[.cacheControl] = "no-store"
        // Proxies that collect answers would keep events back.
        headers[.accelBuffering] = "no"
        self.init(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                do {
                    try await request.body.consumeWithInboundCloseHandler { _ in
                        while let bytes = await stream.next() {
                            try await writer.write(ByteBuffer(bytes: bytes))
                        }
                    } onInboundClosed: {
                        stream.end()
                    }
                } catch {
                    await events.close(number)
                    throw error
                }
                await events.close(number)
                try await writer.finish(nil)
            })
    }
}

extension HTTPField.Name {
    // A name of letters and hyphens, which is all that the initialiser asks for.
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    // As above.
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
