internal import Foundation

/// Runs a pager or an editor on the user's terminal.
enum ChildProcess {
    /// Hands text to a command's stdin and waits for its end.
    ///
    /// - Returns: whether the command could be run.
    static func feed(_ text: String, to command: String) throws -> Bool {
        let process = shell(command)
        let pipe = Pipe()
        process.standardInput = pipe
        do { try process.run() } catch { return false }
        // Whoever quits the pager early has read enough.
        try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus != 127
    }

    /// Opens a text in the user's editor.
    ///
    /// - Returns: the text as it was saved.
    /// - Throws: ``Failure`` `cli.editor` if the editor fails; the text is kept then.
    static func edit(_ text: String, with editor: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnsync-\(ProcessInfo.processInfo.globallyUniqueString)")
        let file = folder.appendingPathComponent("article.md")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(text.utf8).write(to: file)
        let process = shell(editor + " \"$VNSYNC_EDITED_FILE\"", ["VNSYNC_EDITED_FILE": file.path])
        do { try process.run() } catch {
            throw Failure(code: "cli.editor", message: "the editor \(editor) cannot be run")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                code: "cli.editor",
                message: "the editor \(editor) ended with \(process.terminationStatus)",
                hint: file.path)
        }
        let result = try String(contentsOf: file, encoding: .utf8)
        try? FileManager.default.removeItem(at: folder)
        return result
    }

    private static func shell(
        _ command: String, _ additions: [String: String] = [:]
    ) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging(additions) { $1 }
        return process
    }
}
