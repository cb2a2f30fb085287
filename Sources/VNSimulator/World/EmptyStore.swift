internal import FaultDisk
internal import Foundation
internal import VNModel
internal import VNStore

/// A store in which nothing stands, made once: to make its tables takes longer than most runs of
/// a world spend on anything else.
enum EmptyStore {
    /// The bytes of its file.
    static let bytes = Task {
        let disk = try FaultDisk(under: Machine.folder)
        let path = disk.path("empty.db")
        var configuration = StoreConfiguration()
        configuration.environment = SimulatedClock(SimulatedTime(), seed: 0)
        try await ContentStore.create(at: path, configuration: configuration).close()
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// Puts it where no file is yet.
    static func write(_ bytes: Data, to path: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    }
}
