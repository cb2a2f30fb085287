internal import Foundation

/// A text in a file of its own that nobody else may read.
struct TemporaryText {
    private let folder: TemporaryFolder
    /// Where it is.
    let path: String

    init(_ name: String, _ text: String) throws {
        folder = try TemporaryFolder()
        path = folder.path(name)
        // Its folder is closed to others too, but the file may be moved out of it.
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw Failure(code: "cli.output", message: "\(path) cannot be written")
        }
    }

    /// What it holds now.
    func text() throws -> String { try InputText.read(path) }

    /// Takes it away.
    func remove() { folder.remove() }
}
