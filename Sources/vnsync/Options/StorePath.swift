internal import Foundation
internal import VNModel

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

    /// A backup's file: what the argument says; in a folder the store's name and the time.
    static func backup(_ argument: String, _ settings: Settings, _ milliseconds: UInt64) -> String {
        let path = settings.path(argument)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard path.hasSuffix("/") || exists && isFolder.boolValue else { return path }
        let name = ((settings.storePath as NSString).lastPathComponent as NSString)
            .deletingPathExtension
        let time = Timestamp(milliseconds: Int64(clamping: milliseconds)).rfc3339
            .filter { $0 != "-" && $0 != ":" }
        return (path as NSString).appendingPathComponent("\(name)-\(time).db")
    }

    /// Takes a store that was just made away again.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-token"] {
            // What is not there needs no removal.
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}
