package import VNModel

/// What of a document's row depends on its registers alone, and not on the store that writes it.
struct RowContent: Sendable {
    let stored: EncodedRow
    let derived: DerivedColumns
    let digest: [UInt8]

    /// - Complexity: O(*n*) in the size of the document.
    init(_ document: Document) {
        stored = EncodedRow(document)
        derived = DerivedColumns(document)
        digest = document.digest
    }
}

/// The rows of documents that are about to come, made while another transaction runs.
package struct PreparedRows: Sendable {
    private var rows: [DocumentID: (document: Document, content: RowContent)] = [:]

    /// No rows.
    package init() {}

    /// The rows of a page's documents as they would stand in a store that has none of them.
    ///
    /// - Complexity: O(*n*) in the size of the page.
    package init(_ items: [FeedItem]) {
        rows.reserveCapacity(items.count)
        for case .document(let document, _) in items {
            rows[document.id] = (document, RowContent(document))
        }
    }

    /// The row of a document, if it was made of exactly this state.
    func content(of document: Document) -> RowContent? {
        guard let row = rows[document.id], row.document == document else { return nil }
        return row.content
    }
}
