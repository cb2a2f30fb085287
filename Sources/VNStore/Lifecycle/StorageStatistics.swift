/// Where a store's bytes are, and what of it is on the way somewhere.
public struct StorageStatistics: Hashable, Sendable {
    /// One table with its indexes; a search index with all that belongs to it.
    public struct Table: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its rows.
        public let rows: Int
        /// Bytes of its pages; `nil` if this SQLite cannot tell.
        public let bytes: Int?
    }

    /// The tables, by name.
    public let tables: [Table]
    /// Bytes of a page.
    public let pageBytes: Int
    /// Pages of the file.
    public let pages: Int
    /// Pages of the file that hold nothing.
    public let freePages: Int
    /// Bytes of the write-ahead log.
    public let logBytes: Int
    /// Bytes that are free on the store's disk; `nil` if nobody can tell.
    public let freeDiskBytes: Int?
    /// Bytes of the journal's operations.
    public let journalBytes: Int
    /// Changes that are held.
    public let held: Int
    /// Changes that wait to be pushed.
    public let pending: Int
    /// Documents that wait for the search index.
    public let unindexed: Int
    /// The permission bits of the file.
    public let fileMode: Int
    /// Whether the file was copied or put back and has not taken a new replica id since.
    public let isCopied: Bool
}
