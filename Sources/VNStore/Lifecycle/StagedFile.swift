internal import Foundation
internal import VNModel

/// A file that is made beside its place and moved there when it is whole.
///
/// Its name tells which process makes it, so that what a killed one left can be taken away.
struct StagedFile: Sendable {
    /// Where the file is to come.
    let place: String
    /// Where it is made.
    let path: String

    private static let mark = ".vnsync-"
    private static let sideFiles = ["", "-wal", "-shm", "-journal"]

    /// Makes an empty file of mode 0600 in the folder of its place, and takes away what killed
    /// processes left there.
    ///
    /// - Throws: ``StoreError`` `store.read-only`.
    init(for place: String, random: UInt64) throws {
        self.place = place
        path =
            place + StagedFile.mark + "\(ProcessInfo.processInfo.processIdentifier)-"
            + String(random, radix: 16)
        StagedFile.removeAbandoned(place)
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw StoreError(
                .readOnly, "no file can be made beside \(place); check the folder and its rights")
        }
    }

    /// Takes the file away, with what SQLite put beside it.
    func remove() { StagedFile.remove(path) }

    static func remove(_ path: String) {
        for suffix in sideFiles {
            // What is not there needs no removal.
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Moves the file to its place, so that it survives a power cut there.
    ///
    /// - Parameter replacing: whether a file that stands there is replaced.
    /// - Throws: ``StoreError`` `store.exists`, `store.io`.
    func move(replacing: Bool) throws {
        try StagedFile.sync(path)
        if !replacing, link(path, place) == 0 {
            unlink(path)
        } else {
            // Some file systems have no links; then who comes between loses.
            if !replacing, errno == EEXIST || FileManager.default.fileExists(atPath: place) {
                throw StoreError.fileExists(place)
            }
            guard rename(path, place) == 0 else {
                throw StoreError(.inputOutput, "\(place) cannot be put in its place")
            }
        }
        try StagedFile.sync((place as NSString).deletingLastPathComponent)
    }

    /// A name for what stood at a path that is put back from a backup.
    static func asidePath(_ path: String, _ milliseconds: UInt64) -> String {
        let time = Timestamp(milliseconds: Int64(clamping: milliseconds)).rfc3339
            .filter { $0 != "-" && $0 != ":" }
        let name = "\(path).before-restore-\(time)"
        let free = (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
            .first { !FileManager.default.fileExists(atPath: $0) }
        return free ?? name
    }

    /// Takes the file away from its place again.
    func removeFromPlace() { StagedFile.remove(place) }

    /// Takes away what SQLite left beside a file.
    static func removeSideFiles(_ path: String) {
        for suffix in sideFiles.dropFirst() {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Gives a file a second name, and what stands beside it another.
    static func keep(_ path: String, as other: String) throws {
        try named(other) { try FileManager.default.linkItem(atPath: path, toPath: other) }
        for suffix in sideFiles.dropFirst()
        where FileManager.default.fileExists(atPath: path + suffix) {
            try named(other) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: other + suffix)
            }
        }
    }

    private static func named(_ path: String, _ body: () throws -> Void) throws {
        do { try body() } catch {
            throw StoreError(.inputOutput, "\(path) cannot be made; check the folder")
        }
    }

    /// Makes a file or the entries of a folder survive a power cut.
    static func sync(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY)
        guard descriptor >= 0 else {
            throw StoreError(.inputOutput, "\(path) cannot be opened")
        }
        defer { close(descriptor) }
        // Folders of some file systems cannot be synced, and need not be.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw StoreError(.inputOutput, "\(path) cannot be written to the disk")
        }
    }

    private static func removeAbandoned(_ place: String) {
        let name = (place as NSString).lastPathComponent + mark
        let folder = (place as NSString).deletingLastPathComponent
        let files = try? FileManager.default.contentsOfDirectory(
            atPath: folder.isEmpty ? "." : folder)
        for file in files ?? [] where file.hasPrefix(name) {
            let owner = Int32(file.dropFirst(name.count).prefix { $0 != "-" })
            guard let owner, SyncOwner.hasEnded(owner) else { continue }
            try? FileManager.default.removeItem(
                atPath: (folder as NSString).appendingPathComponent(file))
        }
    }
}

extension StoreError {
    static func fileExists(_ path: String) -> StoreError {
        StoreError(
            .exists,
            "there is a file at \(path) already; choose another path, or have it replaced (--force)"
        )
    }
}
