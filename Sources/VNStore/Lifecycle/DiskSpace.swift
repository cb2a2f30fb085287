internal import Foundation

/// Bytes of files and of the disks they are on.
enum DiskSpace {
    /// The bytes of a file; 0 if there is none.
    static func bytes(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// The bytes that are free for us on the disk of a folder; `nil` if nobody can say.
    static func free(_ folder: String) -> Int? {
        let path = folder.isEmpty ? "." : folder
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }

    /// Where SQLite puts what it needs for a while.
    static var temporaryFolder: String {
        let environment = ProcessInfo.processInfo.environment
        let candidates = [
            environment["SQLITE_TMPDIR"], environment["TMPDIR"], "/var/tmp", "/usr/tmp", "/tmp",
        ]
        let usable = candidates.compactMap { $0 }.first {
            FileManager.default.isWritableFile(atPath: $0)
        }
        return usable ?? "."
    }

    static func folder(of path: String) -> String { (path as NSString).deletingLastPathComponent }
}
