/// The bounds of the daemon; each names its unit and what raising it costs.
enum DaemonLimits {
    /// Seconds after which a silent connection is closed. More would let idle clients pile up.
    static let idleSeconds: Int64 = 60
    /// Bytes of one header field.
    static let headerFieldBytes = 16 << 10
    /// Bytes of all header fields.
    static let headerBytes = 32 << 10
    /// Header fields of one request.
    static let headerFields = 100
    /// Bytes from which an answer is compressed. Less would cost more time than it saves.
    static let compressedBytes = 512
    /// How hard streams are compressed, 1 to 9. More would hold the stream up.
    static let streamLevel: Int32 = 6
}
