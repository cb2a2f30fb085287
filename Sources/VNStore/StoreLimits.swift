/// The bounds of the store; each names its unit.
package enum StoreLimits {
    /// Elements of a page of a query. Raising it makes one read hold more memory.
    static let pageElements = 1_000
    /// Hits of one search, each of which is read whole for its highlights.
    static let searchHits = 200
    /// Documents of one search that are ranked, those that were added last. Ranking costs several
    /// microseconds a document; raising it makes searches for common words slower.
    static let rankedMatches = 1_000
    /// Bytes of the text that is shown around a hit in a body.
    static let excerptBytes = 320
    /// Documents whose search keys are written in one transaction. Raising it makes other writers
    /// wait longer and the index faster.
    static let indexBatch = 2_000
    /// Bytes of search keys that are written in one transaction.
    static let indexBytes = 8 << 20
    /// Documents that a search indexes before it answers.
    static let shortBacklog = 500
    /// Bytes of new keys that FTS5 keeps in memory before it writes them to the file.
    static let indexMemory = 16 << 20
    /// Segments of about one size that FTS5 begins to merge.
    static let indexMerge = 4
    /// Segments of about one size that FTS5 merges at once, however long it takes.
    static let indexSegments = 512
    /// Pages of the index that are merged in one transaction.
    static let indexMergePages = 1_024
    /// Segments that a bulk may leave behind.
    static let indexParts = 64
    /// If it leaves more, one such transaction may follow for each so many of its documents.
    static let indexMergeDocuments = 1_000
    /// Hexadecimal digits of the shortest prefix of an id.
    static let idPrefixDigits = 4
    /// Ids that an ambiguous prefix is answered with.
    static let idCandidates = 10
    /// Rows of the history that one call answers.
    static let historyEntries = 10_000
    /// Bytes of changes, and again of arrivals, of one document that its history is told from; the
    /// newest count. Raising it makes reading the history of one document hold more memory.
    static let timelineBytes = 32 << 20
    /// Arrivals that are read at once.
    static let arrivalBatch = 500
    /// Bytes of documents that are read ahead of one transaction. More would cost memory.
    static let readAheadBytes = 4 << 20
    /// Rows that a verification reads in one transaction.
    static let verifyBatch = 500
    /// Ids that the detail of a failed check names.
    static let verifyDetails = 20
    /// How often an observation asks whether another process has committed.
    static let observationInterval = Duration.milliseconds(200)
    /// Pages that one step of a copy takes. Raising it makes cancelling slower.
    static let copyPages: Int32 = 1_000
    /// How often a copy that others disturb begins again before it holds on to one snapshot.
    static let copyRestarts = 3
    /// Rows that a compaction deletes in one transaction. Raising it makes others wait longer.
    static let compactBatch = 1_000
    /// Pages of the search index that a compaction merges in one transaction.
    static let mergePages = 500
    /// Percent of free pages from which on a compaction packs the file.
    static let packPercent = 10
    /// How often a restore begins again because others wrote to the store meanwhile.
    static let restoreAttempts = 5
    /// Documents whose rows are made anew in one transaction for other resolvers. Raising it makes
    /// other writers wait longer.
    static let viewBatch = 200
    /// Documents whose journal is kept in memory while changes are rewritten.
    static let rewriteHistories = 256
    /// Days for which a compaction may be told to keep the journal: a hundred years.
    static let keepDays = 36_525
    /// Bytes of the log beside the file before a commit empties it. Raising it costs disk and
    /// makes the first reading after a crash slower; a transaction may exceed it by its own size.
    static let logBytes: Int64 = 16 << 20
    /// Pages in the log with which a commit moves them into the file. A thousand, as SQLite has it,
    /// would move the same pages more often; more would exceed ``logBytes``.
    static let logPages = 3_000
    /// How long emptying the log waits for readers, in milliseconds. Writers wait as long.
    static let logWaitMilliseconds: Int32 = 200
    /// How long a hub that was put back takes changes that have observed what it does not hold:
    /// seven days, in milliseconds. A longer time asks more trust of its clients.
    package static let recoveryMilliseconds: UInt64 = 7 * 86_400_000
}
