import FaultDisk
import Foundation
import GRDBSQLite
import Testing

/// What the other tests of this folder rely on.
@Suite("Fault disk") struct FaultDiskTests {
    @Test("a synced file that is cut when the power goes is whole afterwards, or cut")
    func cutFile() throws {
        var (whole, cut) = (0, 0)
        for seed in 0..<40 as Range<UInt64> {
            let disk = try FaultDisk()
            let path = disk.path("a.db")
            var handle: OpaquePointer?
            try #require(sqlite3_open(path, &handle) == SQLITE_OK)
            let sql = """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x);
                INSERT INTO t VALUES (randomblob(3000)), (randomblob(9000));
                """
            try #require(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
            let log = URL(fileURLWithPath: path + "-wal")
            let before = try Data(contentsOf: log)
            let code = sqlite3_exec(handle, "PRAGMA wal_checkpoint(TRUNCATE)", nil, nil, nil)
            try #require(code == SQLITE_OK && (try Data(contentsOf: log)).isEmpty)
            disk.cutPower(seed: seed)
            sqlite3_close(handle)
            try disk.powerOn()
            let after = try Data(contentsOf: log)
            #expect(after.isEmpty || after == before, "seed \(seed)")
            (whole, cut) = after.isEmpty ? (whole, cut + 1) : (whole + 1, cut)
        }
        #expect(whole > 5 && cut > 5)
    }
}
