/// The bounds of an endpoint's HTTP; each names its unit and what raising it costs.
package enum EndpointHTTPLimits {
    /// Bytes of one header field. More would cost memory for each connection.
    package static let headerFieldBytes = 16 << 10
    /// Bytes of all header fields of a request.
    package static let headerBytes = 32 << 10
    /// Header fields of a request.
    package static let headerCount = 100
    /// Bytes of a request's target. More would cost memory for each connection.
    package static let targetBytes = 64 << 10
    /// Connections at the same time, those that listen to events among them. More would cost a
    /// file handle and some memory each.
    package static let connections = 2_000
    /// Seconds without a byte after which a connection without an answer under way is closed.
    static let idleSeconds: Int64 = 60
    /// Bytes below which an answer is not worth compressing.
    package static let compressedBytes = 512
}
