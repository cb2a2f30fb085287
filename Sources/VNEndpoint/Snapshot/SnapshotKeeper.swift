internal import Foundation
package import Logging
internal import VNModel
internal import VNStore
internal import VNWire

/// When a hub makes snapshots.
package struct SnapshotPolicy: Sendable {
    /// Fewer documents come faster by a pull.
    package var leastDocuments = 1_000
    /// Places that the feed may move on before a new snapshot is made, at least.
    package var leastChanges: UInt64 = 1_000
    /// One in so many documents may have changed before a new snapshot is made.
    package var changedPart: UInt64 = 10

    /// The policy of `vnsyncd`.
    package init() {}
}

/// Makes snapshots of a hub's store beside its file and keeps the newest two.
///
/// A snapshot is made in the background, one at a time; whoever asks meanwhile gets the one
/// before. It serves until the feed has moved on far enough. Its folder has a manifest that is
/// replaced as a whole, so that several processes may make and serve snapshots of one store.
package actor SnapshotKeeper {
    private let store: ContentStore
    private let folder: String
    private let policy: SnapshotPolicy
    private let logger: Logger
    private var making: Task<SnapshotFile, any Error>?

    /// - Parameters:
    ///   - store: the hub's store.
    ///   - policy: when snapshots are made.
    ///   - logger: where failures are told.
    package init(
        _ store: SQLiteEndpointStore, policy: SnapshotPolicy = SnapshotPolicy(),
        logger: Logger = Logger(
            label: "vnsync.endpoint", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.store = store.content
        folder = store.content.path + ".snapshots"
        self.policy = policy
        self.logger = logger
    }

    deinit { making?.cancel() }

    /// What a hub answers when it is asked for a snapshot.
    package enum Answer: Hashable, Sendable {
        /// This one.
        case ready(SnapshotFile)
        /// One is being made, and none is there yet.
        case pending
        /// The hub is too small to have any.
        case none
    }

    /// The newest snapshot, or the one before if that is what a client holds a part of. Begins to
    /// make a new one if it is time.
    ///
    /// - Parameter etag: what the client holds a part of.
    package func newest(holding etag: String? = nil) async throws -> Answer {
        let (head, sum) = try await store.read { (try $0.head(), try $0.digestSum()) }
        let files = manifest().filter { $0.generation == head.generation && $0.seq <= head.seq }
        let bound = max(policy.leastChanges, sum.count / max(1, policy.changedPart))
        let isFresh = files.first.map { head.seq - $0.seq <= bound } ?? false
        if !isFresh, sum.count >= UInt64(max(0, policy.leastDocuments)) { begin() }
        if let held = files.first(where: { $0.etag == etag }) { return .ready(held) }
        if let file = files.first { return .ready(file) }
        return making == nil ? .none : .pending
    }

    /// Makes a snapshot now, or waits for the one that is being made.
    package func make() async throws -> SnapshotFile {
        begin()
        guard let making else { preconditionFailure("one is being made") }
        return try await making.value
    }

    /// Ends what runs, for example before the store is closed.
    package func stop() async {
        making?.cancel()
        _ = await making?.result
    }

    private func begin() {
        guard making == nil else { return }
        making = Task {
            defer { making = nil }
            do {
                return try await write()
            } catch {
                logger.error("a snapshot could not be made", metadata: ["error": "\(error)"])
                throw error
            }
        }
    }

    private func write() async throws -> SnapshotFile {
        let random = String(store.environmentRandom(), radix: 16)
        let place = (folder as NSString).appendingPathComponent("snapshot-\(random).db")
        let summary = try await store.writeSnapshot(to: place) { generation, seq in
            Cursor(generation: generation, since: seq, position: seq).text
        }
        let file = SnapshotFile(
            path: place, bytes: summary.bytes, digest: summary.digest,
            generation: summary.generation, seq: summary.seq, documents: summary.documents)
        let kept = manifest().filter { $0.generation == file.generation }.prefix(1)
        try write([file] + kept)
        return file
    }

    private var manifestPath: String {
        (folder as NSString).appendingPathComponent("manifest.json")
    }

    /// The snapshots that stand, newest first.
    private func manifest() -> [SnapshotFile] {
        guard let data = FileManager.default.contents(atPath: manifestPath),
            let lines = (try? JSONValue(parsing: Array(data)))?.array
        else { return [] }
        return lines.compactMap { SnapshotFile(json: $0, folder: folder) }
    }

    /// Replaces the manifest, and removes the files that it names no more.
    private func write(_ files: [SnapshotFile]) throws {
        var writer = JSONWriter()
        writer.value(.array(files.map(\.json)))
        try Data(writer.bytes).write(
            to: URL(fileURLWithPath: manifestPath), options: .atomic)
        let names = Set(files.map { ($0.path as NSString).lastPathComponent })
        let present = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in present where name.hasPrefix("snapshot-") && name.hasSuffix(".db") {
            guard !names.contains(name) else { continue }
            try? FileManager.default.removeItem(
                atPath: (folder as NSString).appendingPathComponent(name))
        }
    }
}
