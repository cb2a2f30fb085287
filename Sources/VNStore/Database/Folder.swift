internal import Foundation

/// Folders of the file system.
package enum Folder {
    /// Whether files can be made in a folder, which may itself have to be made first, with those
    /// above it. Looks only.
    ///
    /// - Parameter path: the folder; empty means the working folder.
    /// - Complexity: O(*n*) in the folders that are missing.
    package static func isWritable(_ path: String) -> Bool {
        let files = FileManager.default
        let folder = path.isEmpty ? "." : path
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: folder, isDirectory: &isFolder) {
            return isFolder.boolValue && files.isWritableFile(atPath: folder)
        }
        let above = (folder as NSString).deletingLastPathComponent
        guard folder != ".", above != folder else { return false }
        return isWritable(above)
    }

    /// Makes a folder and those above it that are missing, with mode 0700, so that they survive
    /// a power cut.
    ///
    /// - Returns: whether it stands.
    static func make(_ path: String) -> Bool {
        let folder = path.isEmpty ? "." : path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
            return isFolder.boolValue
        }
        let above = (folder as NSString).deletingLastPathComponent
        guard make(above), mkdir(folder, 0o700) == 0 || errno == EEXIST else { return false }
        sync(above)
        return true
    }

    /// Brings the names in a folder to the disk. Where the system cannot do that, nothing is
    /// lost: a file that was not found is a file that was not made.
    static func sync(_ path: String) {
        let folder = open(path.isEmpty ? "." : path, O_RDONLY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
