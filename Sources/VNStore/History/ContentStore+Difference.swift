public import VNModel

extension ContentStore {
    /// What a document showed at a moment, as far as this store lived through it.
    ///
    /// It is what stood *here*: what others had written by then and had not arrived is not in it.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - point: the moment.
    /// - Throws: ``StoreError`` `store.no-such-document`; `store.no-such-change` if a change never
    ///   stood here; `store.history-gap` if what stood then is no longer kept or was never
    ///   recorded, with the paths in ``StoreError/context``; `store.invalid-request` for a change
    ///   of another document.
    /// - Complexity: O(*n* log *n*) in the changes of the document that are kept.
    public func state(of id: DocumentID, at point: HistoryPoint) async throws -> DocumentState {
        try await read { session in
            let timeline = try session.timeline(of: id)
            return try session.state(timeline, KnownValues(timeline), at: point)
        }
    }

    /// What differs between what a document showed at two moments, field by field.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - from: the moment before; the state of the last sync unless told otherwise.
    ///   - to: the moment after; now unless told otherwise. It may be the earlier one.
    /// - Throws: as ``state(of:at:)``.
    /// - Complexity: as ``state(of:at:)``; words are compared only when asked for.
    public func difference(
        of id: DocumentID, from: HistoryPoint = .lastSync, to: HistoryPoint = .now
    ) async throws -> DocumentDifference {
        try await read { session in
            let timeline = try session.timeline(of: id)
            let values = KnownValues(timeline)
            return DocumentDifference(
                from: try session.state(timeline, values, at: from),
                to: try session.state(timeline, values, at: to))
        }
    }
}
