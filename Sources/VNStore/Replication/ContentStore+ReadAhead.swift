package import VNModel

extension ContentStore {
    /// What applying a page will need, read and made while another transaction runs.
    ///
    /// - Parameters:
    ///   - items: the page.
    ///   - expectsNew: whether most of its documents are probably new here: then nothing is read.
    /// - Complexity: O(*n*) in the sizes of the page and of its documents as they stand.
    package func prepareRows(for items: [FeedItem], expectsNew: Bool) async -> PreparedRows {
        guard !expectsNew else { return PreparedRows(items) }
        let ids = items.compactMap { item in
            if case .document(let document, _) = item { (document.id, document.kind) } else { nil }
        }
        return PreparedRows(items, over: await readAhead(ids))
    }

    /// Documents as they stand now. What is not here, or cannot be read, is left out, and so is
    /// what would fill too much memory: whoever needs it reads it again.
    package func readAhead(
        _ ids: [(id: DocumentID, kind: DocumentKind)]
    ) async -> [DocumentID: StoredDocument] {
        guard !ids.isEmpty else { return [:] }
        let found = try? await read { session in
            var found: [DocumentID: StoredDocument] = [:]
            var bytes = 0
            for (id, kind) in ids where found[id] == nil {
                guard let stored = try? session.stored(id, kind) else { continue }
                bytes += stored.document.valueBytes
                guard bytes <= StoreLimits.readAheadBytes else { break }
                found[id] = stored
            }
            return found
        }
        return found ?? [:]
    }
}
