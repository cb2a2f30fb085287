internal import Foundation

/// A folder for a while that nobody else may read.
struct TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnsync-\(ProcessInfo.processInfo.globallyUniqueString)")
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(code: "cli.output", message: "\(url.path) cannot be made")
        }
    }

    /// Where a file in it is.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Takes it away with all that is in it.
    func remove() {
        // What stays behind is cleared with the temporary folder of the machine.
        try? FileManager.default.removeItem(at: url)
    }
}
