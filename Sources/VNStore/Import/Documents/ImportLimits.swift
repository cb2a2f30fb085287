/// The bounds of an import; each names its unit.
enum ImportLimits {
    /// Bytes of a line or a page. More would have to be held in memory at once.
    static let documentBytes = 8 << 20
    /// Bytes read at once.
    static let chunkBytes = 1 << 18
    /// Documents of one transaction. More would keep other writers waiting longer.
    static let batchDocuments = 200
    /// Bytes of comments that wait for their articles, of a source that cannot be read again.
    static let waitingBytes = 32 << 20
    /// Entries of which it is remembered what their feed calls them. More would cost memory.
    static let rememberedEntries = 100_000
    /// Bytes of the text of one transaction's documents. More would cost memory.
    static let batchBytes = 4 << 20
}
