import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

/// The log beside the file stays small, whatever readers do.
///
/// A machine that has other work may hold a reader up for longer than writers wait for it; the log
/// may then grow by its bound once more. Writers wait for two reads in a row, at most a fifth of a
/// second: for those from before the last commit, then for those that began while the log was
/// moved. SQLite asks again every 50 ms in the end; reads of 50 ms may thus be missed.
///
/// `VNSYNC_LOG_COMMITS` sets the number of commits.
@Suite("Log bound") struct LogBoundTests {
    static let commits =
        UInt64(ProcessInfo.processInfo.environment["VNSYNC_LOG_COMMITS"] ?? "") ?? 1_200

    /// How many reads there were, and how many of them writers may not have waited for.
    private final class Reads: Sendable {
        private let counts = Mutex((all: 0, long: 0))

        var all: Int { counts.withLock { $0.all } }
        /// What the store promises, and one transaction more.
        var bound: Int { counts.withLock { (16 << 20) * (1 + $0.long) + (1 << 20) } }

        func timed<T>(_ read: () async throws -> T) async rethrows -> T {
            let start = ContinuousClock.now
            defer {
                let isLong = ContinuousClock.now - start > .milliseconds(50)
                counts.withLock { $0 = ($0.all + 1, $0.long + (isLong ? 1 : 0)) }
            }
            return try await read()
        }
    }

    private func logBytes(_ store: ContentStore) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: store.path + "-wal")
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }

    /// Figures are for those who ask for more commits.
    private func report(_ text: String) {
        if Self.commits > 1_200 { print(text) }
    }

    /// Commits, each of some sixty pages, and the largest log that was seen.
    private func commit(_ fixture: StoreFixture, _ commits: UInt64) async throws -> Int {
        var largest = 0
        for number in 1...commits {
            try await fixture.store.write { transaction in
                for part in 0..<5 as Range<UInt64> {
                    try transaction.put(
                        fixture.article(number * 5 + part, paragraphs: 12))
                }
            }
            if number % 10 == 0 { largest = max(largest, try logBytes(fixture.store)) }
        }
        return largest
    }

    @Test("with a reader that pages and idles between its pages")
    func idleReader() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let other = try await fixture.reopened()
        let reads = Reads()
        let reader = Task {
            var cursor: String?
            while !Task.isCancelled {
                var query = ArticleQuery()
                query.after = cursor
                cursor = try await reads.timed { [query] in try await other.articles(query).next }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let largest = try await commit(fixture, Self.commits)
        reader.cancel()
        _ = try? await reader.value
        #expect(largest < reads.bound, "the log grew to \(largest) bytes")
        report("\(Self.commits) commits, idle reader: \(largest) bytes")
        try await other.close()
        try await fixture.store.close()
    }

    @Test("with readers that leave no gap between their reads")
    func busyReaders() async throws {
        let fixture = try await StoreFixture(seed: 2)
        try await fixture.store.post(fixture.article(1))
        let other = try await fixture.reopened()
        let reads = Reads()
        let readers = (0..<3).map { _ in
            Task {
                while !Task.isCancelled {
                    // Longer than the others need to begin the next one.
                    try await reads.timed {
                        try await other.read { session in
                            _ = try session.first("SELECT count(*) FROM article") { $0.integer(0) }
                            usleep(5_000)
                            _ = try session.first("SELECT count(*) FROM journal") { $0.integer(0) }
                        }
                    }
                }
            }
        }
        let largest = try await commit(fixture, Self.commits / 2)
        for reader in readers { reader.cancel() }
        for reader in readers { _ = try? await reader.value }
        #expect(largest < reads.bound, "the log grew to \(largest) bytes")
        #expect(reads.all > 50)
        report("\(Self.commits / 2) commits, busy readers: \(largest) bytes")
        try await other.close()
        try await fixture.store.close()
    }
}
