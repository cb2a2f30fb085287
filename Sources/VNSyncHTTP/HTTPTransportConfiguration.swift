/// Time-outs, compression and limits of an HTTP transport.
public struct HTTPTransportConfiguration: Sendable {
    /// How long a connection may take to be made.
    public var connectTimeout: Duration = .seconds(10)
    /// How long nothing may come, or go, before the request fails.
    ///
    /// An answer that goes on, but with less than a kilobyte in this time, fails too.
    public var readTimeout: Duration = .seconds(60)
    /// How long the head of an answer may take after its request was begun, whatever trickles.
    public var answerTimeout: Duration = .seconds(300)
    /// Whether gzip is used both ways; `nil`: unless the hub is on this machine.
    public var compression: Bool?
    /// zlib's level for request bodies: 1 (fast) … 9 (small).
    public var compressionLevel: Int32 = 6
    /// Bodies of fewer bytes are sent as they are.
    public var compressionThreshold = 860
    /// The most bytes that one answer may unfold into. A first pull is one answer, so this bounds
    /// the size of a hub, not of memory.
    public var responseLimit = 1 << 40
    /// What the requests say who sent them.
    public var userAgent = "vnsync"

    /// What suits a phone and a server alike.
    public init() {}
}
