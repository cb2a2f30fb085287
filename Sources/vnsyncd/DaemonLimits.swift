/// The bounds of the daemon; each names its unit and what raising it costs.
enum DaemonLimits {
    /// Files that the process may have open: the connections, the store and some more.
    static let openFiles = 4_096
    /// Seconds for which a stop waits for answers under way.
    static let stopSeconds: Int64 = 30
    /// Seconds between two looks for what need not be kept any more: a day.
    static let upkeepSeconds: Int64 = 86_400
    /// Seconds after which replication with an upstream is tried again that needs somebody first.
    static let peerRetrySeconds: Int64 = 60
}
