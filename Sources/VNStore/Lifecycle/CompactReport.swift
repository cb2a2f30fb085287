/// How a compaction is to go about.
public struct CompactOptions: Hashable, Sendable {
    /// Days for which journal rows and arrivals are kept at least.
    public var keepDays = 30

    /// The defaults: 30 days.
    public init() {}
}

/// What a compaction did, or of a rehearsing store would do.
public struct CompactReport: Hashable, Sendable {
    /// Why the file was not packed.
    public enum PackingOutcome: String, Hashable, Sendable {
        /// It was packed, or would be.
        case packed
        /// Too little of it is free for that to pay.
        case notWorthwhile
        /// The disk has too little room for the copy that packing makes.
        case noRoom
    }

    /// Journal rows deleted: answered for by every remote, in the last backup of each, and older
    /// than what is kept.
    public var journalRows = 0
    /// Arrivals deleted.
    public var arrivals = 0
    /// Journal rows of purged documents that were emptied.
    public var erasedPayloads = 0
    /// Parts of the search index that were merged.
    public var searchParts = 0
    /// Bytes of what was deleted or emptied, before SQLite's own costs.
    public var contentBytes = 0
    /// Whether the file was packed.
    public var packing = PackingOutcome.notWorthwhile
    /// Bytes on the disk that packing needs for a while; only where that is more than there is.
    public var missingBytes = 0
    /// Bytes of the file and its write-ahead log before.
    public var bytesBefore = 0
    /// Bytes of the file and its write-ahead log afterwards.
    public var bytesAfter = 0
    /// Whether the write-ahead log is empty now. If not, somebody was reading all the time.
    public var isLogEmpty = false
}
