public import VNModel

/// Something that was not imported.
public struct ImportFailure: Hashable, Sendable {
    /// The file's path or the name that was given.
    public let source: String
    /// The line, from 1; 0 if it concerns the whole.
    public let line: Int
    /// A stable string such as `import.invalid-json` or `content.invalid`.
    public let code: String
    /// What is wrong, with a JSON pointer where there is one.
    public let reason: String
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
    /// What is being read.
    public internal(set) var source: String = ""
    /// Bytes read so far.
    public internal(set) var bytes = 0
    /// Bytes of all sources; `nil` if one of them is a pipe.
    public internal(set) var totalBytes: Int? = 0
    /// Documents that stand in the store now as they were read.
    public internal(set) var documents = 0
    /// Documents that could not be imported.
    public internal(set) var failures = 0
}

/// What an import did, or what it would have done if it was a dry run.
public struct ImportReport: Hashable, Sendable {
    /// Articles read and standing in the store: created, changed or unchanged.
    public internal(set) var articles = 0
    /// Comments read and standing in the store.
    public internal(set) var comments = 0
    /// Documents that were not there before.
    public internal(set) var created = 0
    /// Documents of which something was written.
    public internal(set) var changed = 0
    /// Documents that stood there as they were read; nothing was written.
    public internal(set) var unchanged = 0
    /// How many documents were left alone because they are deleted here.
    public internal(set) var skippedCount = 0
    /// How many documents could not be imported.
    public internal(set) var failedCount = 0
    /// Bytes read.
    public internal(set) var bytes = 0
    /// Whether a source was a pipe too long to be held, so that nothing in it was read twice: what
    /// an entry of a feed refers to had to stand before it. To read it again takes its sender.
    public internal(set) var isReadOnce = false
    /// Whether a failure stopped a strict import.
    public internal(set) var isStopped = false
    /// What was left alone, with the code `import.deleted`; the first ``detailLimit``.
    public internal(set) var skipped: [ImportFailure] = []
    /// What could not be imported and why; the first ``detailLimit``.
    public internal(set) var failed: [ImportFailure] = []
    /// The documents that stand in the store; the first ``detailLimit``.
    public internal(set) var documents: [DocumentID] = []

    /// How many failures and ids a report lists; more would let a large broken file fill memory.
    public static let detailLimit = 1000

    mutating func note(_ id: DocumentID, _ kind: DocumentKind) {
        if kind == .article { articles += 1 } else { comments += 1 }
        if documents.count < ImportReport.detailLimit { documents.append(id) }
    }

    mutating func fail(_ failure: ImportFailure) {
        failedCount += 1
        if failed.count < ImportReport.detailLimit { failed.append(failure) }
    }

    mutating func skip(_ failure: ImportFailure) {
        skippedCount += 1
        if skipped.count < ImportReport.detailLimit { skipped.append(failure) }
    }
}
