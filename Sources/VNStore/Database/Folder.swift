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
}
