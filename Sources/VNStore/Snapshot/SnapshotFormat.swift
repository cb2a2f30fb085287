internal import Crypto
internal import Foundation
internal import GRDB
internal import VNSchema

/// What a snapshot is: a store's content as its first complete pull from a hub would leave it,
/// without a replica of its own, in a file that no program takes for a store.
enum SnapshotFormat {
    /// `VNSS`: marks the file, in SQLite's `application_id`, until a store has been made of it.
    static let applicationID: Int32 = 0x564E_5353
    /// The tables that have rows.
    static let tables: Set = [
        "store", "replica", "article", "comment", "article_topic", "sibling", "remote",
    ]
    /// Bytes of the largest value that is read of a snapshot, far above any document's.
    static let valueBytes: Int32 = 64 << 20
    /// Rows whose registers are compared with what stands in them before a snapshot is used; the
    /// sum of all digests is compared with the hub's after the first pull.
    static let sampledRows: Int64 = 1_000

    /// A table, index or anything else of a schema.
    struct Object: Hashable {
        let type: String
        let name: String
        let table: String
        let sql: String
    }

    /// All objects of a database, with their SQL without comments and superfluous blanks.
    static func objects(_ database: Database) throws -> [Object] {
        try Row.fetchAll(
            database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
        ).map { row in
            Object(
                type: row[0] ?? "", name: row[1] ?? "", table: row[2] ?? "",
                sql: plain(row[3] ?? ""))
        }
    }

    /// A database in memory with the tables of a store and no rows.
    static func pattern() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { try $0.execute(sql: VNSchema.storeSQL) }
        return queue
    }

    /// Columns that a migration added have other blanks than those that were there from the start.
    private static func plain(_ sql: String) -> String {
        sql.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in line.range(of: "--").map { line[..<$0.lowerBound] } ?? line }
            .joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacingOccurrences(of: " ,", with: ",").replacingOccurrences(of: " )", with: ")")
    }
}

/// Digests of whole files.
package enum FileDigest {
    /// The SHA-256 of a file as 64 lower-case hexadecimal digits, read in bounded parts.
    ///
    /// The file must not be open in SQLite: the system would drop the locks of this process.
    ///
    /// - Throws: ``StoreError`` `store.io` if it cannot be read; `CancellationError`.
    package static func sha256(_ path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StoreError(.inputOutput, "\(path) cannot be read")
        }
        defer { try? file.close() }
        var hash = SHA256()
        do {
            while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
                try Task.checkCancellation()
                hash.update(data: part)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw StoreError(.inputOutput, "\(path) cannot be read")
        }
        let digits = Array("0123456789abcdef")
        return String(hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
