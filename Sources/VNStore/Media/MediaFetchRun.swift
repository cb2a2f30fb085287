internal import Synchronization
internal import VNModel

/// How many bytes a run may still receive.
final class MediaBudget: Sendable {
    private let rest: Mutex<Int>
    private let all: Int

    init(_ bytes: Int) {
        rest = Mutex(bytes)
        all = bytes
    }

    /// Takes bytes out.
    ///
    /// - Returns: whether there were as many.
    func take(_ bytes: Int) -> Bool {
        rest.withLock { rest in
            guard bytes <= rest else {
                rest = 0
                return false
            }
            rest -= bytes
            return true
        }
    }

    var isEmpty: Bool { rest.withLock { $0 == 0 } }
    var taken: Int { all - rest.withLock { $0 } }
}

/// How one file ended.
enum MediaOutcome: Sendable {
    case fetched(MediaReference, bytes: Int)
    case failed(MediaReference, MediaError)
    /// Another limit than that of the file was reached.
    case limited(MediaReference)

    var reference: MediaReference {
        switch self {
        case .fetched(let reference, _), .failed(let reference, _), .limited(let reference):
            reference
        }
    }
}

/// One run that fetches media files; used by the task that made it.
final class MediaFetchRun {
    private let store: ContentStore
    private let fetcher: any MediaFetcher
    private let options: MediaFetchOptions
    private let progress: @Sendable (MediaFetchProgress) -> Void
    private let budget: MediaBudget
    private let began: UInt64
    private var query: MissingMediaQuery
    private var page: ArraySlice<MissingMedia> = []
    private var isLastPage = false
    private var underway: Set<MediaReference> = []
    private var total = 0
    private var failuresInRow = 0
    private var isStopped = false
    private var report = MediaFetchReport()

    init(
        _ store: ContentStore, _ fetcher: any MediaFetcher, _ options: MediaFetchOptions,
        leadingOnly: Bool, _ progress: @escaping @Sendable (MediaFetchProgress) -> Void
    ) {
        self.store = store
        self.fetcher = fetcher
        self.options = options
        self.progress = progress
        budget = MediaBudget(options.byteLimit)
        began = store.environment.milliseconds()
        query = MissingMediaQuery(limit: MediaLimits.missingPage)
        query.leadingOnly = leadingOnly
        query.skipsPauses = !options.ignoresPauses
    }

    func run() async throws -> MediaFetchReport {
        let leadingOnly = query.leadingOnly
        total = try await store.readWithMediaIndex { session in
            try session.missingMediaCount(leadingOnly: leadingOnly)
        }
        try await withThrowingTaskGroup(of: MediaOutcome.self) { group in
            let width = min(max(options.parallel, 1), MediaLimits.parallel)
            while let missing = try await next() {
                guard report.files + underway.count < options.fileLimit, !budget.isEmpty else {
                    report.reachedLimit = true
                    break
                }
                underway.insert(missing.reference)
                let task = MediaFetchTask(
                    store: store, fetcher: fetcher, missing: missing, budget: budget, began: began)
                group.addTask { try await task.run() }
                // Where the limit of files leaves no room, what is underway decides.
                while underway.count >= width
                    || !underway.isEmpty && report.files + underway.count >= options.fileLimit
                {
                    guard let outcome = try await group.next() else { break }
                    try take(outcome)
                }
            }
            while let outcome = try await group.next() { try take(outcome) }
        }
        return report
    }

    /// The next file to ask for; `nil` if there is none, or the run is to end.
    private func next() async throws -> MissingMedia? {
        while !isStopped {
            try Task.checkCancellation()
            guard let missing = page.popFirst() else {
                guard !isLastPage else { return nil }
                let query = query
                let found = try await store.read { try $0.missingMedia(query) }
                isLastPage = found.count < query.limit
                self.query.after = found.last
                page = found[...]
                continue
            }
            guard fetcher.reaches(missing.reference) else {
                report.unreachable += 1
                continue
            }
            // Several articles may show one picture, and one that failed has its pause.
            guard !underway.contains(missing.reference), try await isWanted(missing) else {
                continue
            }
            return missing
        }
        return nil
    }

    private func isWanted(_ missing: MissingMedia) async throws -> Bool {
        let began = options.ignoresPauses ? began : nil
        return try await store.read { session in
            try session.media(missing.reference) == nil
                && !session.failedLately(missing.reference, since: began)
        }
    }

    private func take(_ outcome: MediaOutcome) throws {
        underway.remove(outcome.reference)
        switch outcome {
        case .fetched(_, let bytes):
            report.files += 1
            report.bytes += bytes
            failuresInRow = 0
        case .failed(let reference, let error):
            report.failureCount += 1
            if report.failures.count < MediaLimits.failures {
                report.failures.append(MediaFailure(reference: reference, error: error))
            }
            failuresInRow = error.code == "media.unavailable" ? failuresInRow + 1 : 0
            if report.files == 0, failuresInRow >= MediaLimits.failuresWithoutNetwork {
                throw error
            }
        case .limited:
            report.reachedLimit = true
            isStopped = true
        }
        progress(
            MediaFetchProgress(
                done: report.files + report.failureCount, total: total, bytes: budget.taken))
    }
}
