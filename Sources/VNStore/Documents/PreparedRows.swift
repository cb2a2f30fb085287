package import VNModel

/// What writing some documents will need, made while another transaction runs.
///
/// Nothing in it is taken on trust: a document that was read ahead counts only while its row stands
/// unchanged, and a row that was made ahead only if it is what is written.
package struct PreparedRows: Sendable {
    /// What was read ahead. Most pages have nothing of it, so it takes no room in them.
    private final class Ahead: Sendable {
        let stored: StoredDocument
        /// What changes of its row, if it is no more than some columns.
        let change: RowChange?

        init(_ stored: StoredDocument, _ document: Document) {
            self.stored = stored
            change = RowChange(document, over: stored)
        }
    }

    private struct Entry: Sendable {
        /// The document as it will probably stand.
        let document: Document
        let ahead: Ahead?
        /// Its whole row, unless only some columns change.
        let content: RowContent?

        init(_ document: Document, over stored: StoredDocument?) {
            self.document = document
            ahead = stored.map { Ahead($0, document) }
            content = ahead?.change == nil ? RowContent(document) : nil
        }
    }

    private var entries: [DocumentID: Entry] = [:]

    /// No rows.
    package init() {}

    /// The rows of a page's documents as they would stand when they are joined with what was read
    /// ahead; the others as they would stand in a store that has none of them.
    ///
    /// - Complexity: O(*n*) in the sizes of the page and of what was read ahead.
    package init(_ items: [FeedItem], over stored: [DocumentID: StoredDocument] = [:]) {
        entries.reserveCapacity(items.count)
        for case .document(let incoming, _) in items {
            let held = stored[incoming.id].flatMap {
                $0.document.kind == incoming.kind ? $0 : nil
            }
            var document = held?.document ?? incoming
            if held != nil { document.join(incoming) }
            entries[incoming.id] = Entry(document, over: held)
        }
    }

    /// The rows of documents as they will probably stand over what was read ahead; half of them
    /// are made by another task.
    package init(
        _ documents: [Document], over stored: [DocumentID: StoredDocument] = [:]
    ) async {
        let made =
            (try? await documents.mapInHalves { Entry($0, over: stored[$0.id]) }) ?? []
        for entry in made { entries[entry.document.id] = entry }
    }

    /// A document as it was read ahead.
    func stored(_ id: DocumentID) -> StoredDocument? { entries[id]?.ahead?.stored }

    /// What changes of a document's row, if it was made of the same registers over the same row.
    func change(to document: Document, over stored: StoredDocument) -> RowChange? {
        guard let entry = entries[document.id], let ahead = entry.ahead,
            let change = ahead.change, ahead.stored.isSameRow(as: stored),
            entry.document.hasSameRegisters(as: document)
        else { return nil }
        return change
    }

    /// The row of a document, if it was made of exactly this state.
    func content(of document: Document) -> RowContent? {
        guard let entry = entries[document.id], entry.document == document else { return nil }
        return entry.content
    }

    /// The row of a document, if it was made of the same registers, whatever their marks.
    func content(ofRegistersOf document: Document) -> RowContent? {
        guard let entry = entries[document.id], entry.document.hasSameRegisters(as: document)
        else { return nil }
        return entry.content
    }
}
