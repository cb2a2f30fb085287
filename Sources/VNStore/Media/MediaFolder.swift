internal import Foundation

/// The folder beside a store's file in which its media files lie, each named by its digest.
struct MediaFolder: Sendable {
    /// `<store file>.media`.
    let path: String

    init(store path: String) { self.path = path + ".media" }

    /// Where files lie while they are written.
    var drafts: String { path + "/drafts" }

    /// The folder of a digest's first byte.
    func shelf(_ digest: MediaDigest) -> String { "\(path)/\(digest.description.prefix(2))" }

    /// Where the file of a digest lies, if it is here.
    func place(_ digest: MediaDigest) -> String {
        "\(shelf(digest))/\(digest.description.dropFirst(2))"
    }

    /// How many bytes the file of a digest has; `nil` if there is no such regular file.
    func size(_ digest: MediaDigest) -> Int? {
        var status = stat()
        guard lstat(place(digest), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(status.st_size)
    }

    /// Makes the folders for drafts.
    func makeDraftFolder() throws {
        for folder in [path, drafts] { try MediaFolder.make(folder) }
    }

    /// Moves a finished draft to its place, so that it survives a power cut.
    func keep(_ draft: String, as digest: MediaDigest) throws {
        let shelf = shelf(digest)
        try MediaFolder.make(shelf)
        guard rename(draft, place(digest)) == 0 else { throw StoreError(errno: errno) }
        for folder in [shelf, path] { try MediaFolder.sync(folder: folder) }
    }

    /// Takes the file of a digest away.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    func remove(_ digest: MediaDigest) -> Bool { unlink(place(digest)) == 0 }

    /// The digests of the files that begin with a byte, sorted. Names that are none of ours are
    /// left out.
    func digests(on shelf: UInt8) -> [MediaDigest] {
        let name = shelf < 16 ? "0" + String(shelf, radix: 16) : String(shelf, radix: 16)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")) ?? []
        return files.compactMap { MediaDigest(name + $0) }.sorted()
    }

    /// Takes away drafts that no process is writing any more.
    ///
    /// A writer holds a lock on its draft, which goes with the process however it ends.
    ///
    /// - Parameter isRehearsal: whether they are only counted.
    /// - Returns: how many.
    func removeDeadDrafts(isRehearsal: Bool) -> Int {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: drafts)) ?? []
        var count = 0
        for name in files where name.hasSuffix(MediaFolder.draftSuffix) {
            let file = "\(drafts)/\(name)"
            let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            if isRehearsal || unlink(file) == 0 { count += 1 }
        }
        return count
    }

    static let draftSuffix = ".part"

    private static func make(_ folder: String) throws {
        guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        throw StoreError(errno: errno)
    }

    private static func sync(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(errno: errno) }
    }
}

extension StoreError {
    /// Names an error of the file system.
    init(errno number: Int32) {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT:
            self.init(
                .diskFull,
                StoreError.diskIsFull)
        case EACCES, EPERM, EROFS:
            self.init(.readOnly, "the folder of media files cannot be written; check its rights")
        default: self.init(.inputOutput, "media files cannot be written (\(reason))")
        }
    }
}
