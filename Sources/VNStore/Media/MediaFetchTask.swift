internal import VNModel

/// Fetches one media file and keeps it.
struct MediaFetchTask: Sendable {
    let store: ContentStore
    let fetcher: any MediaFetcher
    let missing: MissingMedia
    let budget: MediaBudget
    /// When the run began.
    let began: UInt64

    /// The run has received as much as it may.
    private struct BudgetSpent: Error {}

    func run() async throws -> MediaOutcome {
        let reference = missing.reference
        let failure: MediaError
        do {
            return .fetched(reference, bytes: try await fetch())
        } catch is BudgetSpent {
            return .limited(reference)
        } catch let error as MediaError {
            failure = error
        }
        try Task.checkCancellation()
        try await store.write(.repeatable) { try $0.note(failure, for: reference) }
        // What comes next is older and would find no room either.
        if failure == .noRoom { return .limited(reference) }
        return .failed(reference, failure)
    }

    @concurrent
    private func fetch() async throws -> Int {
        let stream = try await fetcher.fetch(
            missing.reference, limit: store.configuration.media.fileLimit)
        let draft = try store.newDraft()
        defer { draft.close() }
        while let part = try await stream.next() {
            try Task.checkCancellation()
            guard budget.take(part.count) else { throw BudgetSpent() }
            try draft.append(part)
        }
        let finished = try draft.finish(expecting: missing.reference.digest)
        let evicted = try await keep(finished)
        try await store.removeMediaFiles(evicted.map(\.digest))
        return finished.bytes
    }

    /// Keeps a file, and makes room for it if the store has a limit.
    private func keep(_ finished: MediaDraft.Finished) async throws -> [MediaRow] {
        let (folder, limit) = (store.mediaFolder, store.configuration.media.totalLimit)
        let (missing, began) = (missing, began)
        return try await store.write(.repeatable) { session in
            var evicted: [MediaRow] = []
            if let limit, try session.media(finished.digest) == nil {
                let excess = try session.mediaTotal().bytes + finished.bytes - limit
                evicted = try session.evictMedia(
                    bytes: excess, for: (published: missing.published, since: began))
                guard evicted.reduce(0, { $0 + $1.bytes }) >= excess else {
                    throw MediaError.noRoom
                }
            }
            try session.keep(finished, in: folder, from: missing.reference.url)
            return evicted
        }
    }
}

extension StoreSession {
    /// Whether a file could not be fetched lately.
    ///
    /// - Parameter began: what failed before is left out; `nil`: what has its pause counts.
    func failedLately(_ reference: MediaReference, since began: UInt64?) throws -> Bool {
        let times = try first(
            "SELECT tried_ms, retry_ms FROM media_failure WHERE url = ? AND sha256 = ?",
            [.text(reference.url ?? ""), .blob(reference.digest?.bytes ?? [])]
        ) { (tried: $0.unsigned(0), retry: $0.unsigned(1)) }
        guard let times else { return false }
        return began.map { times.tried > $0 } ?? (times.retry > environment.milliseconds())
    }
}
