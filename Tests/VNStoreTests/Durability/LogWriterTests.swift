import FaultDisk
import Foundation
import GRDBSQLite
import Testing
import VNModel
import VNStore

/// The log is written in large pieces, and nobody can tell by what is in the files.
@Suite("Log writer") struct LogWriterTests {
    /// The store on a disk whose calls are counted.
    private func subject() async throws -> (FaultDisk, PowerSubject) {
        let disk = try FaultDisk()
        return (disk, try await PowerSubject(disk, seed: 3))
    }

    /// A connection of another program to the store's file.
    private func other(_ path: String) throws -> OpaquePointer {
        var handle: OpaquePointer?
        #expect(sqlite3_open(path, &handle) == SQLITE_OK)
        return try #require(handle)
    }

    /// The files of the store as they lie on the disk, read by somebody else elsewhere.
    private func counter(inCopyOf path: String) throws -> Int64 {
        let copy = FileManager.default.temporaryDirectory
            .appendingPathComponent("copy-\(UUID().uuidString).db").path
        // By another process: one that closes the file drops all locks that it has on it.
        let copying = try Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-c", "cp \"$0\" \"$1\" && cp \"$0-wal\" \"$1-wal\"", path, copy])
        copying.waitUntilExit()
        let handle = try other(copy)
        defer {
            sqlite3_close(handle)
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: copy + suffix)
            }
        }
        var statement: OpaquePointer?
        let sql = "SELECT read_ms FROM reading ORDER BY read_ms DESC LIMIT 1"
        #expect(sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        guard sqlite3_step(statement) == SQLITE_ROW else { return 0 }
        return sqlite3_column_int64(statement, 0)
    }

    private func mark(_ store: ContentStore, _ number: UInt64) async throws {
        try await store.write(.repeatable) { session in
            _ = try session.run(
                "INSERT OR REPLACE INTO reading VALUES (?, ?, NULL)",
                .id(DocumentID(milliseconds: 1, random: (1, 1))), .integer(number))
        }
    }

    @Test("a local write is one piece and one sync")
    func pieces() async throws {
        let (disk, subject) = try await subject()
        try await PowerStep.post(1).run(subject)
        let (writes, syncs) = (disk.count(.write), disk.count(.sync))
        try await PowerStep.post(2).run(subject)
        #expect(disk.count(.write) == writes + 1)
        #expect(disk.count(.sync) == syncs + 1)
        try await subject.store.close()
    }

    @Test("a write that is not synced is in the file when it returns, whoever began the log anew")
    func unsynced() async throws {
        let (disk, subject) = try await subject()
        let handle = try other(subject.path)
        for number in 1...60 as ClosedRange<UInt64> {
            try await mark(subject.store, number)
            #expect(try counter(inCopyOf: subject.path) == Int64(number))
            // The other one moves the log into the file and writes a shorter one from its start.
            guard number % 5 == 0 else { continue }
            sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil)
            sqlite3_exec(handle, "UPDATE store SET name = 'n\(number)'", nil, nil, nil)
        }
        sqlite3_close(handle)
        try await subject.store.close()
        #expect(!disk.isOff)
    }

    @Test("pages that leave the cache in the middle of a transaction are written and read again")
    func spilled() async throws {
        let (disk, subject) = try await subject()
        // Rows that are changed again after they have left the cache are written twice to the log.
        try await subject.store.write(.repeatable) { session in
            // Nothing moves the log, which would hide what it lacks.
            try session.run("PRAGMA wal_autocheckpoint = 0")
            try session.run("PRAGMA cache_size = 20")
            for round in 0..<3 as Range<UInt64> {
                for number in 0..<400 as Range<UInt64> {
                    try session.run(
                        "INSERT OR REPLACE INTO reading VALUES (randomblob(1200), ?, ?)",
                        .integer(number), .integer(round))
                }
                try session.run("UPDATE reading SET starred_ms = ?", .integer(round))
            }
            try session.run("UPDATE reading SET read_ms = 77")
        }
        #expect(try counter(inCopyOf: subject.path) == 77)
        #expect(try await subject.store.verify(deep: true).ok)
        try await subject.store.close()
        #expect(!disk.isOff)
    }

    @Test(
        "what was rolled back is not written over what others commit then",
        arguments: [40, 47, 64, 90])
    func rolledBack(rows: Int64) async throws {
        struct Undone: Error {}
        let (disk, subject) = try await subject()
        try await subject.store.write(.repeatable) { session in
            for _ in 0..<rows {
                try session.run("INSERT INTO reading VALUES (randomblob(3500), 1000, NULL)")
            }
        }
        try await subject.store.checkpoint()
        try await mark(subject.store, 2000)
        // Pages of rows that leave the cache go to the log before it is known what becomes of them,
        // and some of them are still being collected when they are given up.
        await #expect(throws: Undone.self) {
            try await subject.store.write(.repeatable) { session in
                try session.run("PRAGMA cache_size = 20")
                try session.run("UPDATE reading SET read_ms = 1001 WHERE read_ms = 1000")
                throw Undone()
            }
        }
        let handle = try other(subject.path)
        let sql = "INSERT INTO reading VALUES (randomblob(3500), 9, NULL)"
        for _ in 0..<60 { #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK) }
        // The first write since.
        try await mark(subject.store, 3000)
        #expect(try counter(inCopyOf: subject.path) == 3000)
        let counts = try await subject.store.read { session in
            try [9, 1000, 1001].map { number -> Int64? in
                try session.first(
                    "SELECT count(*) FROM reading WHERE read_ms = ?", [.integer(Int64(number))]
                ) { $0.integer(0) }
            }
        }
        #expect(counts == [60, rows, 0])
        #expect(try await subject.store.verify(deep: true).ok)
        sqlite3_close(handle)
        try await subject.store.close()
        #expect(!disk.isOff)
    }

    /// A piece may run full between the header and the page of the last frame.
    @Test("a transaction of any number of pages is whole in the file when it returns")
    func anyLength() async throws {
        let (disk, subject) = try await subject()
        for rows in 20...60 as ClosedRange<UInt64> {
            try await subject.store.write(.repeatable) { session in
                try session.run("DELETE FROM reading")
                for _ in 0..<rows {
                    try session.run("INSERT INTO reading VALUES (randomblob(3500), 0, NULL)")
                }
                try session.run("UPDATE reading SET read_ms = ?", .integer(rows))
            }
            #expect(try counter(inCopyOf: subject.path) == Int64(rows))
        }
        try await subject.store.close()
        #expect(!disk.isOff)
    }

    @Test("what a failed write collected is written over by the next one")
    func failure() async throws {
        let (disk, subject) = try await subject()
        for number in 1...20 as ClosedRange<UInt64> {
            disk.fail(.write, number % 2 == 0 ? .full : .write, at: 1, times: 1)
            await #expect(throws: StoreError.self) { try await mark(subject.store, number + 100) }
            disk.heal()
            try await mark(subject.store, number)
            #expect(try counter(inCopyOf: subject.path) == Int64(number))
        }
        #expect(try await subject.store.verify(deep: true).ok)
        try await subject.store.close()
    }
}
