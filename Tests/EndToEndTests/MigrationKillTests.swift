import Foundation
import GRDBSQLite
import TestSupport
import Testing
import VNModel

/// `kill -9` while a store of schema 1, in which changes wait, is brought up to the present one.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, of one kill each, `VNSYNC_SEED` the moments.
@Suite("Kill and migration", .serialized) struct MigrationKillTests {
    @Test("a killed migration leaves the old store or the new one, with all that waits")
    func kill() async throws {
        let workspace = try Workspace()
        var killer = Killer(seed: KillTests.seed &+ 2)
        var versions: [Int32: Int] = [:]
        for round in 0..<max(12, KillTests.rounds) {
            try load("a", in: workspace)
            try await killer.run(workspace, "a", ["list"])
            versions[try version("a", in: workspace), default: 0] += 1
            let status = try await workspace.vnsync("a", "status", "--json").json
            let facts = ["pending", "conflicts", "refused"].map { status[$0]?.integer }
            #expect(facts == [3, 1, 1], "round \(round), seed \(KillTests.seed)")
            let verified = try await workspace.vnsync("a", "verify", "--deep", "--json").json
            #expect(verified["ok"]?.bool == true, "round \(round): \(verified)")
            #expect(try version("a", in: workspace) == 3)
        }
        // Each step is one transaction.
        #expect(Set(versions.keys).isSubset(of: [1, 2, 3]))
        killer.tell()
        if KillTests.rounds > 24 { print("schemas after the kills: \(versions)") }
    }

    private func execute<T>(
        _ store: String, in workspace: Workspace, _ body: (OpaquePointer?) throws -> T
    ) throws -> T {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        try #require(sqlite3_open(workspace.path("\(store).db"), &handle) == SQLITE_OK)
        return try body(handle)
    }

    /// Makes a store of schema 1.
    private func load(_ store: String, in workspace: Workspace) throws {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: workspace.path("\(store).db\(suffix)"))
        }
        try StoreDump.load(1, to: workspace.path("\(store).db"))
        try execute(store, in: workspace) { handle in
            try #require(sqlite3_exec(handle, "PRAGMA journal_mode = WAL", nil, nil, nil) == 0)
        }
    }

    private func version(_ store: String, in workspace: Workspace) throws -> Int32 {
        try execute(store, in: workspace) { handle in
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            try #require(
                sqlite3_prepare_v2(handle, "PRAGMA user_version", -1, &statement, nil) == SQLITE_OK)
            try #require(sqlite3_step(statement) == SQLITE_ROW)
            return sqlite3_column_int(statement, 0)
        }
    }
}
