internal import FaultDisk
internal import Foundation
internal import VNEndpoint
internal import VNStore

extension Machine {
    /// Copies the store to a file of the machine's own folder, if its disk lets it.
    ///
    /// - Returns: the file; else how that went.
    func copyOut(_ name: String) async -> Result<String, CopyFailure> {
        guard let store else { return .failure(CopyFailure(reason: "down")) }
        do {
            _ = try await store.backup(to: disk.path(name), replacing: true)
            return .success(disk.path(name))
        } catch {
            let reason = (error as? StoreError)?.code.rawValue ?? "\(error)"
            return .failure(CopyFailure(reason: reason))
        }
    }

    /// Takes another file for the store, byte by byte, as a copy or a rollback does.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - isSeen: whether the file shows that it is a copy; that of a whole machine does not.
    func adopt(_ file: String, isSeen: Bool) async throws {
        await shut()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
        try FileManager.default.copyItem(atPath: file, toPath: path)
        disk.settle(path)
        try await start()
        try await store?.write(.durable) { session in
            // Who synced there syncs here no more.
            _ = try session.run("UPDATE remote SET lock_owner = NULL, lock_until_ms = NULL")
            if !isSeen { _ = try session.run("UPDATE store SET is_copied = 0") }
        }
        forgetView()
    }

    /// Puts the hub's store back from its backup, as `vnsyncd restore` does.
    ///
    /// - Returns: how that went.
    func restoreHub(keepingGeneration: Bool, recovers milliseconds: UInt64) async -> String {
        guard let store, hasBackup else { return "nothing to restore" }
        isDirty = true
        do {
            let generation = try await store.read { try $0.head().generation }
            _ = try await SQLiteEndpointStore.restore(
                from: disk.path("backup.db"), to: path, milliseconds: milliseconds,
                configuration: configuration)
            if keepingGeneration {
                try await store.write(.durable) { session in
                    _ = try session.run("UPDATE store SET generation = ?", .text(generation))
                }
            }
            forgetView()
            return "done"
        } catch {
            // It may have been put back all the same.
            forgetView()
            return (error as? StoreError)?.code.rawValue ?? "\(error)"
        }
    }
}

/// Why a store could not be copied.
struct CopyFailure: Error { let reason: String }
