internal import Foundation
internal import VNModel
internal import VNStore

/// What a backup of a hub holds.
package struct HubBackup: Hashable, Sendable {
    /// The backup's file.
    package let path: String
    /// Its bytes.
    package let bytes: Int
    /// Articles and comments in it.
    package let documents: Int
    /// Replicas whose journals it holds.
    package let replicas: Int
    /// Changes that it holds and the backup before did not.
    package let changes: UInt64

    /// `{"v":1,…}`, canonically encoded.
    package var jsonText: String {
        JSONValue.object([
            ("bytes", .integer(Int64(bytes))), ("changes", .integer(Int64(clamping: changes))),
            ("documents", .integer(Int64(documents))), ("path", .string(path)),
            ("replicas", .integer(Int64(replicas))), ("v", .integer(1)),
        ]).canonicalText
    }
}

extension SQLiteEndpointStore {
    /// Writes a backup of the hub while it is served, verifies it, and notes what it holds: that
    /// much is durable from now on, and clients may forget their journals that far.
    ///
    /// The file is checked as `vnsyncd check` does before it takes its place: every document,
    /// every hash, every ledger. Until the note is written clients keep what they have; if the
    /// machine stops before, the backup is good and only not known.
    ///
    /// - Parameters:
    ///   - path: where the backup comes.
    ///   - replacing: whether a file that is there already is replaced.
    /// - Throws: `StoreError`; `store.corrupt` if the hub is damaged, so that no backup is made.
    package func backup(to path: String, replacing: Bool = false) async throws -> HubBackup {
        let files = FileManager.default
        guard replacing || !files.fileExists(atPath: path) else {
            throw StoreError(.exists, "there is a file at \(path) already; choose another path")
        }
        let random = String(content.environmentRandom(), radix: 16)
        let copy = path + ".vnsyncd-\(random)"
        do {
            let written = try await content.backup(to: copy)
            let ledgers = try await verified(copy)
            try ContentStore.move(copy, to: path)
            let changes = try await note(ledgers)
            return HubBackup(
                path: path, bytes: written.bytes,
                documents: written.articles + written.comments, replicas: ledgers.count,
                changes: changes)
        } catch {
            try? files.removeItem(atPath: copy)
            throw error
        }
    }

    /// How much of each journal a copy holds, if it is whole.
    private func verified(_ copy: String) async throws -> [ReplicaID: UInt64] {
        try await ContentStore.open(at: copy, readOnly: true).use { store in
            let report = try await SQLiteEndpointStore.check(store)
            if let failed = report.checks.first(where: { !$0.isOK }) {
                throw StoreError(
                    .corrupt, "the hub's copy is damaged: \(failed.name): \(failed.detail)")
            }
            let ledgers = try await store.read { session in
                try session.all("SELECT replica, counter FROM ledger") { row in
                    (try session.replica(Int(row.integer(0))), row.unsigned(1))
                }
            }
            return Dictionary(uniqueKeysWithValues: ledgers)
        }
    }

    /// - Returns: how many changes were not durable before.
    private func note(_ ledgers: [ReplicaID: UInt64]) async throws -> UInt64 {
        try await content.write(.durable) { session in
            var changes: UInt64 = 0
            for (replica, counter) in ledgers.sorted(by: { $0.key < $1.key }) {
                guard let number = try session.knownNumber(of: replica) else { continue }
                let before =
                    try session.first(
                        "SELECT durable FROM ledger WHERE replica = ?", [.integer(Int64(number))]
                    ) { $0.unsigned(0) } ?? 0
                guard counter > before else { continue }
                changes += counter - before
                try session.run(
                    "UPDATE ledger SET durable = ? WHERE replica = ?", .integer(counter),
                    .integer(Int64(number)))
            }
            try session.run(
                "UPDATE store SET backup_ms = ?", .integer(session.milliseconds()))
            return changes
        }
    }
}
