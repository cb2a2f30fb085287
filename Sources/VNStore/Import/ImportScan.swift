internal import Synchronization
package import VNModel

/// What an import would hand to a store, read without one.
///
/// Reading goes the way of ``ContentStore/importDocuments(from:format:options:progress:)`` up to
/// where documents are written. So it says nothing about what only a store knows: that a document
/// is deleted there, or that the article of a comment is missing.
package struct ImportScan: Hashable, Sendable {
    /// One document as it was read.
    package enum Document: Hashable, Sendable {
        case article(Article)
        case comment(Comment)

        /// The id it would have.
        package var id: DocumentID {
            switch self {
            case .article(let article): article.id
            case .comment(let comment): comment.id
            }
        }
    }

    /// The documents in the order in which they would be written.
    package let documents: [Document]
    /// What could not be read; as many as a report lists.
    package let failed: [ImportFailure]

    /// Reads bytes. All documents are held at once: it is made for what is small.
    ///
    /// - Parameters:
    ///   - bytes: what would stand in a file.
    ///   - name: what reports call it.
    ///   - format: what to expect.
    ///   - chunks: bytes of each chunk, again and again; none for chunks of the usual size.
    ///   - isRepeatable: false to read as from a pipe, only once.
    /// - Throws: ``ImportError``, as an import would.
    @concurrent
    package init(
        reading bytes: [UInt8], name: String, format: ImportFormat, chunks: [Int] = [],
        isRepeatable: Bool = true
    ) async throws {
        let found = FoundDocuments()
        var run = ImportRun(
            format, ImportOptions(), tell: { _ in }, find: { _ in nil }
        ) { batch, _, _ in
            found.take(batch)
            return batch.map { _ in .created }
        }
        let source = ByteSource(
            bytes: bytes, name: name, chunks: chunks, isRepeatable: isRepeatable)
        try await run.run([source], isAlone: true)
        documents = found.documents
        failed = run.report.failed
    }
}

/// What the batches held.
private final class FoundDocuments: Sendable {
    private let found = Mutex<[ImportScan.Document]>([])

    var documents: [ImportScan.Document] { found.withLock { $0 } }

    func take(_ batch: [ImportItem]) {
        let documents = batch.map { item -> ImportScan.Document in
            switch item.content {
            case .article(let article), .page(let article), .entry(let article): .article(article)
            case .comment(let comment): .comment(comment)
            }
        }
        found.withLock { $0 += documents }
    }
}
