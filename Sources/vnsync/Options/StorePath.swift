internal import Foundation

/// Where a new store comes.
enum StorePath {
    /// The file: what the argument says, else the options; in a folder `store.db`.
    static func new(_ argument: String?, _ settings: Settings) -> String {
        guard let argument else { return settings.storePath }
        let path = settings.path(argument)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") { return path + "store.db" }
        return exists && isFolder.boolValue ? path + "/store.db" : path
    }

    /// Takes a store that was just made away again.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-token"] {
            // What is not there needs no removal.
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}
