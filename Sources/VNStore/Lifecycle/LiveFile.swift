internal import GRDB

/// The file of a store that others may have open, while its content is replaced.
struct LiveFile: Sendable {
    /// The connection that sees whether others commit.
    let queue: DatabaseQueue
    private let path: String
    private let version: Int

    /// Someone committed to the store since it was looked at.
    private struct Disturbed: Error {}

    static func settings(readonly: Bool = false) -> Configuration {
        var settings = Configuration()
        settings.busyMode = .timeout(10)
        settings.readonly = readonly
        return settings
    }

    init(_ path: String) throws {
        self.path = path
        (queue, version) = try StoreError.named {
            let queue = try DatabaseQueue(path: path, configuration: LiveFile.settings())
            return (queue, try queue.read { try LiveFile.version($0) })
        }
    }

    /// Changes whenever another connection commits.
    private static func version(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA data_version") ?? 0
    }

    /// Replaces the content in one transaction, unless others have committed since this was made.
    ///
    /// - Returns: `false` if they have.
    func replace(
        from source: DatabaseQueue, _ progress: (@Sendable (LifecycleProgress) -> Void)?
    ) async throws -> Bool {
        let (queue, version) = (queue, version)
        var copy = PageCopy(progress: { done, total in
            progress?(LifecycleProgress(step: .copying, done: done, total: total))
        })
        // From the first step on nobody else can commit.
        copy.whenLocked = {
            guard try queue.read({ try LiveFile.version($0) }) == version else {
                throw Disturbed()
            }
        }
        let target = try StoreError.named {
            try DatabaseQueue(path: path, configuration: LiveFile.settings())
        }
        do {
            try await copy.run(from: source, to: target)
        } catch is Disturbed {
            return false
        }
        try? await target.writeWithoutTransaction { _ = try $0.moveLog(.truncate) }
        return true
    }
}
