internal import Foundation

/// A text in a file of its own that nobody else may read.
struct TemporaryText {
    private let folder: URL
    private let file: URL

    init(_ name: String, _ text: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnsync-\(ProcessInfo.processInfo.globallyUniqueString)")
        file = folder.appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: file)
        } catch {
            throw Failure(code: "cli.output", message: "\(file.path) cannot be written")
        }
    }

    /// Where it is.
    var path: String { file.path }

    /// What it holds now.
    func text() throws -> String { try InputText.read(path) }

    /// Takes it away.
    func remove() {
        // What stays behind is cleared with the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }
}
