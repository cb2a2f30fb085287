internal import Foundation

/// A text in a file of its own that nobody else may read.
struct TemporaryText {
    private let folder: TemporaryFolder
    /// Where it is.
    let path: String

    init(_ name: String, _ text: String) throws {
        folder = try TemporaryFolder()
        path = folder.path(name)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Failure(code: "cli.output", message: "\(path) cannot be written")
        }
    }

    /// What it holds now.
    func text() throws -> String { try InputText.read(path) }

    /// Takes it away.
    func remove() { folder.remove() }
}
