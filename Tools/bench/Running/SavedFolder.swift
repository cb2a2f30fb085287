import Foundation

/// A folder's files as they were at one moment, to begin each run with the same.
///
/// Files are written back in place: a store takes a copy of its file for a copy of the store, but
/// not the file it knows with bytes it has had before.
struct SavedFolder {
    /// The folder.
    let path: String
    private let copy: String

    /// Keeps the files of a folder, which nobody may have open.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - folder: where the copy is kept.
    init(_ path: String, in folder: WorkFolder) throws {
        self.path = path
        copy = try folder.folder((path as NSString).lastPathComponent + "-saved")
        try FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path, toPath: copy)
    }

    /// Gives the folder its files back; files that have come since are removed.
    func restore() throws {
        let files = FileManager.default
        let kept = Set(try files.subpathsOfDirectory(atPath: copy))
        for name in try files.subpathsOfDirectory(atPath: path) where !kept.contains(name) {
            try? files.removeItem(atPath: (path as NSString).appendingPathComponent(name))
        }
        for name in kept.sorted() {
            let source = (copy as NSString).appendingPathComponent(name)
            let target = (path as NSString).appendingPathComponent(name)
            var isDirectory: ObjCBool = false
            _ = files.fileExists(atPath: source, isDirectory: &isDirectory)
            if isDirectory.boolValue {
                try files.createDirectory(atPath: target, withIntermediateDirectories: true)
            } else {
                try SavedFolder.write(source, over: target)
            }
        }
    }

    /// Writes over what differs. Were the files written anew, the system would take and give back
    /// memory of their size for each run, which some machines then pay for while they measure.
    private static func write(_ source: String, over target: String) throws {
        let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
        defer { try? reader.close() }
        if !FileManager.default.fileExists(atPath: target) {
            _ = FileManager.default.createFile(
                atPath: target, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let writer = try FileHandle(forUpdating: URL(fileURLWithPath: target))
        defer { try? writer.close() }
        var offset: UInt64 = 0
        while let bytes = try reader.read(upToCount: 64 << 10), !bytes.isEmpty {
            try writer.seek(toOffset: offset)
            if try writer.read(upToCount: bytes.count) != bytes {
                try writer.seek(toOffset: offset)
                try writer.write(contentsOf: bytes)
            }
            offset += UInt64(bytes.count)
        }
        try writer.truncate(atOffset: offset)
        // What a measured run writes to disk must be its own.
        try writer.synchronize()
    }
}
