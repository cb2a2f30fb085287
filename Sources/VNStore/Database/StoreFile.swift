internal import Foundation
internal import GRDBSQLite

/// The file of a store, before SQLite opens it.
enum StoreFile {
    /// `VNSY`: marks the file as ours, in SQLite's `application_id`.
    static let applicationID: Int32 = 0x564E_5359
    /// The schema that this program writes and reads.
    static let schemaVersion: Int32 = 3

    /// Looks at the first bytes of a file without touching it.
    ///
    /// - Throws: ``StoreError`` if there is no file, it is no store of ours, or it is newer.
    static func check(_ path: String, newest: Int32 = schemaVersion) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .notFound, "there is no store at \(path); `vnsync init` makes one")
        }
        let header = try firstBytes(path)
        guard header.starts(with: "SQLite format 3\0".utf8),
            integer(header, at: 68) == applicationID
        else { throw StoreError(.notAStore, "\(path) is no VNSync store; it was left untouched") }
        try checkSchema(integer(header, at: 60), path, newest: newest)
    }

    /// Whether a store has a schema before this program's.
    ///
    /// - Throws: ``StoreError`` if the file cannot be read.
    static func isOlder(_ path: String) throws -> Bool {
        integer(try firstBytes(path), at: 60) < schemaVersion
    }

    /// The first 100 bytes of a file; zeros where it ends before.
    ///
    /// SQLite reads them. Were the file opened and closed by another hand, the system would drop
    /// all locks that connections of this process hold on it; the next process to close the store
    /// would take itself for the last one and delete the log that those still write to.
    private static func firstBytes(_ path: String) throws -> [UInt8] {
        guard let system = sqlite3_vfs_find(nil) else {
            throw StoreError(.database, "SQLite has no access to files")
        }
        let file = UnsafeMutableRawPointer.allocate(
            byteCount: Int(system.pointee.szOsFile), alignment: 16)
        defer { file.deallocate() }
        let handle = file.initializeMemory(as: sqlite3_file.self, to: sqlite3_file())
        // A name is followed by its parameters, of which there are none, and their end; SQLite
        // keeps the pointer until the file is closed.
        let name = UnsafeMutableBufferPointer<CChar>.allocate(capacity: path.utf8.count + 4)
        defer { name.deallocate() }
        _ = name.initialize(from: Array(path.utf8CString) + [0, 0, 0])
        let code = system.pointee.xOpen(
            system, name.baseAddress, handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nil)
        guard code == SQLITE_OK, let methods = handle.pointee.pMethods?.pointee else {
            throw StoreError(
                .readOnly, "\(path) cannot be read; check the rights of the file",
                resultCode: code)
        }
        defer { _ = methods.xClose(handle) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let answer = bytes.withUnsafeMutableBytes { methods.xRead(handle, $0.baseAddress, 100, 0) }
        // A short read has filled the rest with zeros.
        guard answer == SQLITE_OK || answer == SQLITE_IOERR | 2 << 8 else {
            throw StoreError(resultCode: answer, message: "its first page cannot be read")
        }
        return bytes
    }

    static func checkSchema(_ version: Int32, _ path: String, newest: Int32) throws {
        guard version <= newest else {
            throw StoreError(
                .newerSchema,
                "\(path) has schema \(version), this program knows \(newest); "
                    + "the file was left untouched. Use a newer vnsync")
        }
    }

    /// What changes when the file is copied: its inode number.
    static func token(_ path: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.systemFileNumber] as? NSNumber)?.stringValue ?? "none"
    }

    /// Makes sure that a new store can be made at a path, without touching anything.
    ///
    /// - Throws: ``StoreError`` `store.exists`, `store.read-only`.
    static func checkNew(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw exists(path)
        }
        // SQLite would take it for the new store's own.
        guard logBytes(path) == 0 else {
            throw StoreError(
                .exists,
                "\(path)-wal holds changes of another store; choose another path, or remove it if "
                    + "that store is gone")
        }
        guard Folder.isWritable((path as NSString).deletingLastPathComponent) else {
            throw cannotMake(path)
        }
    }

    /// Makes the directory (mode 0700) and an empty file (mode 0600) beside the place of a new
    /// store.
    ///
    /// - Returns: the path of that file, which nobody else has.
    static func prepare(_ path: String) throws -> String {
        try checkNew(path)
        try prepareFolder(of: path)
        var name = Array((path + ".new-XXXXXX").utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw cannotMake(path) }
        close(file)
        return String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Gives a new store, which is whole and closed, its place, so that it survives a power cut.
    ///
    /// - Throws: ``StoreError`` `store.exists` if somebody else was faster.
    static func publish(_ new: String, at path: String) throws {
        if link(new, path) == 0 {
            unlink(new)
        } else {
            // There are file systems without links.
            guard errno != EEXIST, !FileManager.default.fileExists(atPath: path),
                rename(new, path) == 0
            else { throw exists(path) }
        }
        Folder.sync((path as NSString).deletingLastPathComponent)
    }

    private static func exists(_ path: String) -> StoreError {
        StoreError(.exists, "there is a file at \(path) already; choose another path")
    }

    /// What changes when somebody writes to the main file.
    struct State: Equatable {
        private let bytes: UInt64?
        private let modified: Date?
        /// Whether changes stand in a log beside the file.
        let hasLog: Bool

        init(_ path: String) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            bytes = (attributes?[.size] as? NSNumber)?.uint64Value
            modified = attributes?[.modificationDate] as? Date
            hasLog = StoreFile.logBytes(path) > 0
        }
    }

    /// The size of the log beside a store's file; 0 if there is none.
    static func logBytes(_ path: String) -> Int64 {
        var status = stat()
        return stat(path + "-wal", &status) == 0 ? Int64(status.st_size) : 0
    }

    private static func cannotMake(_ path: String) -> StoreError {
        StoreError(
            .readOnly, "no store can be made at \(path); check the rights of the directory")
    }

    /// Makes the directory of a store (mode 0700) if it is not there.
    static func prepareFolder(of path: String) throws {
        guard Folder.make((path as NSString).deletingLastPathComponent) else {
            throw cannotMake(path)
        }
    }

    /// Takes away what a failed creation left.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    private static func integer(_ bytes: [UInt8], at offset: Int) -> Int32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
    }
}
