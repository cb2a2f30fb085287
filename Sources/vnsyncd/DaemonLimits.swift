/// The bounds of the daemon; each names its unit and what raising it costs.
enum DaemonLimits {
    /// Bytes of one header field. More would cost memory for each connection.
    static let headerFieldBytes = 16 << 10
    /// Bytes of all header fields of a request.
    static let headerBytes = 32 << 10
    /// Header fields of a request.
    static let headerCount = 100
    /// Bytes of a request's target. More would cost memory for each connection.
    static let targetBytes = 64 << 10
    /// Connections at the same time, those that listen to events among them. More would cost a
    /// file handle and some memory each.
    static let connections = 2_000
    /// Files that the process may have open: the connections, the store and some more.
    static let openFiles = 4_096
    /// Seconds without a byte after which a connection without an answer under way is closed.
    static let idleSeconds: Int64 = 60
    /// Seconds for which a stop waits for answers under way.
    static let stopSeconds: Int64 = 30
    /// Seconds between two looks for what need not be kept any more: a day.
    static let upkeepSeconds: Int64 = 86_400
    /// Seconds after which replication with an upstream is tried again that needs somebody first.
    static let peerRetrySeconds: Int64 = 60
    /// Bytes below which an answer is not worth compressing.
    static let compressedBytes = 512
}
