/// What a transport has moved since it was made.
public struct TransportCounters: Hashable, Sendable {
    /// Requests sent.
    public var requests = 0
    /// Bytes sent: bodies as they went over the wire, plus heads as the transport can know them.
    public var bytesSent = 0
    /// Bytes received, counted alike.
    public var bytesReceived = 0

    /// Nothing moved.
    public init() {}
}
