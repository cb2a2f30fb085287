/// The bounds of an endpoint; each names its unit and what raising it costs.
package enum EndpointLimits {
    /// Rows of the feed read at once inside a page. More would cost memory for large documents.
    package static let feedSlice = 64
    /// Bytes of a chunk of a streamed body, at least, while there is more. Fewer would cost a
    /// system call for every few lines.
    package static let chunkBytes = 64 << 10
    /// Days for which a hub knows what it said of a journal row. Fewer would take stores that were
    /// away for longer, and lost an answer, for copies; more costs some 100 bytes a change.
    package static let changeLogDays: UInt64 = 180
    /// Rows of the change log that one transaction deletes. More would hold up pushes.
    static let changeLogBatch: UInt64 = 2_000
    /// Bytes of a file read at once. More would cost memory for each download.
    static let fileChunkBytes = 256 << 10
    /// Rows of the feed that one read transaction of a pull looks at. More would hold back the
    /// checkpoints of the store's log.
    package static let pageRows = 500
    /// Streams of events at the same time. More would cost a connection and some memory each.
    package static let eventStreams = 1_000
    /// Milliseconds between two looks at the head of the feed while somebody listens. Fewer would
    /// cost the store more reads, more would tell of changes later.
    package static let eventLookMilliseconds = 200
    /// Seconds after which whoever found no room for a stream of events may ask again.
    package static let eventRetrySeconds = 60
}
