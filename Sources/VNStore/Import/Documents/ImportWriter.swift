internal import VNModel

/// Writes a batch of documents in as few transactions as possible.
struct ImportWriter: Sendable {
    let store: ContentStore
    let options: ImportOptions
    let known: KnownDocuments
    let isLastTry: Bool

    /// A document that broke a rule in the midst of a transaction.
    private struct Refused: Error {
        let position: Int
        let failure: ImportFailure
    }

    /// What became of each document; fewer than documents if a strict import stops.
    ///
    /// A refused document costs the transaction: what stood before it is written again without
    /// it, so that each document is written at most twice.
    func write(_ items: ArraySlice<ImportItem>) async throws -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        var rest = items
        while !rest.isEmpty {
            do {
                outcomes += try await writeOnce(Array(rest))
                return outcomes
            } catch let refused as Refused {
                outcomes += try await write(rest.prefix(refused.position))
                if options.isStrict, outcomes.contains(where: \.isFailure) { return outcomes }
                outcomes.append(.failed(refused.failure))
                if options.isStrict { return outcomes }
                rest = rest.dropFirst(refused.position + 1)
            }
        }
        return outcomes
    }

    private func writeOnce(_ items: [ImportItem]) async throws -> [ImportOutcome] {
        let store = options.isDryRun ? store.rehearsing : store
        return try await store.write { try take(items, in: $0) }
    }

    private func take(
        _ items: [ImportItem], in transaction: WriteTransaction
    ) throws -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        for (position, item) in items.enumerated() {
            do {
                outcomes.append(
                    try transaction.take(item, known: known, isLastTry: isLastTry))
            } catch let error as ContentError {
                let failure = item.place.failure(error.code, error.description)
                throw Refused(position: position, failure: failure)
            } catch let error as StoreError where error.code == .groupTooLarge {
                let failure = item.place.failure(error.code.rawValue, error.message)
                throw Refused(position: position, failure: failure)
            }
            if options.isStrict, outcomes.last?.isFailure == true { break }
        }
        return outcomes
    }
}
