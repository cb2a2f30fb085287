/// Exponential back-off with full jitter.
///
/// - Source: Brooker, "Exponential Backoff And Jitter", 2015.
package enum RetryPause {
    /// The pause before an attempt.
    ///
    /// - Parameters:
    ///   - attempt: 1 for the first repetition.
    ///   - random: 64 random bits.
    ///   - limit: the longest pause.
    ///   - retryAfter: what the hub asked for; the pause is never shorter.
    package static func before(
        attempt: Int, random: UInt64, limit: Duration, retryAfter: Duration? = nil
    ) -> Duration {
        let ceiling = min(limit, SyncLimits.firstPause * (1 << min(max(attempt - 1, 0), 20)))
        let share = Double(random >> 11) / Double(1 << 53)
        let jitter = Duration.milliseconds(Int64(ceiling / .milliseconds(1) * share))
        return max(jitter, retryAfter ?? .zero)
    }
}
