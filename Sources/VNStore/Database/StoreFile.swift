internal import Foundation

/// The file of a store, before SQLite opens it.
enum StoreFile {
    /// `VNSY`: marks the file as ours, in SQLite's `application_id`.
    static let applicationID: Int32 = 0x564E_5359
    /// The schema that this program writes and reads.
    static let schemaVersion: Int32 = 1

    /// Looks at the first bytes of a file without touching it.
    ///
    /// - Throws: ``StoreError`` if there is no file, it is no store of ours, or it is newer.
    static func check(_ path: String, newest: Int32 = schemaVersion) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .notFound, "there is no store at \(path); `vnsync init` makes one")
        }
        let header: [UInt8]
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            header = Array(try file.read(upToCount: 100) ?? Data())
        } catch {
            throw StoreError(.readOnly, "\(path) cannot be read; check the rights of the file")
        }
        guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8),
            integer(header, at: 68) == applicationID
        else { throw StoreError(.notAStore, "\(path) is no VNSync store; it was left untouched") }
        try checkSchema(integer(header, at: 60), path, newest: newest)
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
            throw StoreError(.exists, "there is a file at \(path) already; choose another path")
        }
        guard Folder.isWritable((path as NSString).deletingLastPathComponent) else {
            throw cannotMake(path)
        }
    }

    /// Makes the directory (mode 0700) and an empty file (mode 0600) for a new store.
    static func prepare(_ path: String) throws {
        try checkNew(path)
        let files = FileManager.default
        try prepareFolder(of: path)
        do {
            try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw cannotMake(path)
        }
    }

    private static func cannotMake(_ path: String) -> StoreError {
        StoreError(
            .readOnly, "no store can be made at \(path); check the rights of the directory")
    }

    /// Makes the directory of a store (mode 0700) if it is not there.
    static func prepareFolder(of path: String) throws {
        let files = FileManager.default
        let directory = (path as NSString).deletingLastPathComponent
        guard !directory.isEmpty, !files.fileExists(atPath: directory) else { return }
        do {
            try files.createDirectory(
                atPath: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
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
