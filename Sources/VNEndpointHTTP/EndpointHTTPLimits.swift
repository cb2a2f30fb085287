/// The bounds of an endpoint's HTTP; each names its unit and what raising it costs.
package enum EndpointHTTPLimits {
    /// Bytes of a request's target, where two scopes of a thousand ids each may stand. More would
    /// cost memory for each connection.
    package static let targetBytes = 128 << 10
    /// Bytes of one header field, and of the target before it is told that it is too long. More
    /// would cost memory for each connection.
    package static let headerFieldBytes = 136 << 10
    /// Bytes of the target and all header fields of a request. More would cost memory likewise.
    package static let headerBytes = 144 << 10
    /// Header fields of a request.
    package static let headerCount = 100
    /// Connections at the same time, those that listen to events among them. More would cost a
    /// file handle and some memory each.
    package static let connections = 2_000
    /// Seconds without a byte after which a connection without an answer under way is closed.
    static let idleSeconds: Int64 = 60
    /// Bytes below which an answer is not worth compressing.
    package static let compressedBytes = 512
}
