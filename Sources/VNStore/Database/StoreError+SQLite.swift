internal import GRDB
internal import GRDBSQLite

extension StoreError {
    /// What there is to say about a full disk, with the remedy.
    static let diskIsFull =
        "the disk is full, so the last step was not written; free some space and try again"

    /// Names a SQLite error.
    init(resultCode: Int32, message: String) {
        let known: (Code, String) =
            switch resultCode & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
                (.locked, "another process holds the store; try again in a moment")
            case SQLITE_FULL:
                (.diskFull, StoreError.diskIsFull)
            case SQLITE_READONLY:
                (.readOnly, "the store cannot be written; check the rights of file and directory")
            case SQLITE_CANTOPEN:
                (.readOnly, "the store cannot be opened; check the rights of file and directory")
            // No room for the memory that processes share, which is a file.
            case SQLITE_IOERR where resultCode == 19 << 8 | SQLITE_IOERR:
                (.diskFull, StoreError.diskIsFull)
            case SQLITE_IOERR:
                (.inputOutput, "the disk failed (\(message)); what was to be written is not there")
            case SQLITE_CORRUPT:
                (.corrupt, "the store is damaged (\(message)); run `vnsync verify --deep`")
            case SQLITE_NOTADB:
                (.notAStore, "the file is no VNSync store")
            default:
                (.database, "SQLite error \(resultCode): \(message)")
            }
        self.init(known.0, known.1, resultCode: resultCode)
    }

    /// Whether it tells something about the file, and not about the machine or the disk, of which
    /// another attempt may know nothing.
    var isDamage: Bool {
        switch code {
        case .corrupt, .notAStore: true
        case .database: ![SQLITE_NOMEM, SQLITE_INTERRUPT].contains((resultCode ?? 0) & 0xFF)
        default: false
        }
    }

    /// The disk's error of which a finding of `PRAGMA integrity_check` tells: a page that was not
    /// read says nothing about the file. `nil` if it tells of none.
    init?(finding: String) {
        let codes = finding.split(separator: "error code=").dropFirst().lazy.compactMap {
            Int32($0.prefix { $0.isNumber })
        }
        guard let code = codes.first(where: { $0 & 0xFF == SQLITE_IOERR }) else { return nil }
        self.init(resultCode: code, message: finding)
    }

    init(_ error: DatabaseError) {
        self.init(
            resultCode: error.extendedResultCode.rawValue, message: error.message ?? "no message")
    }

    /// Gives errors of the database layer their names; others pass.
    static func named<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError { throw StoreError(error) }
    }

    /// Gives errors of the database layer their names; others pass.
    static func named<T: Sendable>(
        _ body: () async throws -> T
    ) async throws -> T {
        do { return try await body() } catch let error as DatabaseError { throw StoreError(error) }
    }
}
