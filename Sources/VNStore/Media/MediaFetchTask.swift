/// Fetches one media file and keeps it.
struct MediaFetchTask: Sendable {
    let store: ContentStore
    let fetcher: any MediaFetcher
    let missing: MissingMedia
    let budget: MediaBudget
    /// When the run began.
    let began: UInt64

    /// A reason for which the whole run is at its end.
    private struct LimitReached: Error {}

    func run() async throws -> MediaOutcome {
        let reference = missing.reference
        let failure: MediaError
        do {
            return .fetched(reference, bytes: try await fetch())
        } catch is LimitReached {
            return .limited(reference)
        } catch let error as MediaError {
            failure = error
        }
        try Task.checkCancellation()
        try await store.write(.repeatable) { try $0.note(failure, for: reference) }
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
            guard budget.take(part.count) else { throw LimitReached() }
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
                guard evicted.reduce(0, { $0 + $1.bytes }) >= excess else { throw LimitReached() }
            }
            try session.keep(finished, in: folder, from: missing.reference.url)
            return evicted
        }
    }
}

extension StoreSession {
    /// Whether a file could not be fetched at a time or later.
    func failed(_ reference: MediaReference, since: UInt64) throws -> Bool {
        try first(
            "SELECT tried_ms >= ? FROM media_failure WHERE url = ? AND sha256 = ?",
            [
                .integer(since), .text(reference.url ?? ""),
                .blob(reference.digest?.bytes ?? []),
            ]
        ) { $0.integer(0) == 1 } ?? false
    }
}
