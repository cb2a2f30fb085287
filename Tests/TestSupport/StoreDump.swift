package import Foundation
internal import GRDBSQLite

/// Stores of released schemas as SQL texts under `Fixtures/store`.
package enum StoreDump {
    /// SQLite did not take a dump.
    package struct Failure: Error { package let message: String }

    /// The schemas of which there is one.
    package static let versions = [1, 2, 3]

    /// The text of a schema's store.
    package static func file(_ version: Int) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fixtures/store/v\(version).sql")
    }

    /// Makes a store file of a dump.
    ///
    /// - Throws: ``Failure`` if SQLite does not take it.
    package static func load(_ version: Int, to path: String) throws {
        let sql = try String(contentsOf: file(version), encoding: .utf8)
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        guard sqlite3_open(path, &handle) == SQLITE_OK,
            sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK,
            sqlite3_exec(handle, "PRAGMA journal_mode = WAL", nil, nil, nil) == SQLITE_OK
        else { throw Failure(message: String(cString: sqlite3_errmsg(handle))) }
    }
}
