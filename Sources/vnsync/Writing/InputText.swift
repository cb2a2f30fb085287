internal import Foundation

/// Text that a command gets from a file, from stdin, or from the user's editor.
enum InputText {
    /// Bytes that are read at most; a document is far smaller.
    private static let byteLimit = 4 << 20

    /// The text of a file; `-` is stdin.
    ///
    /// - Throws: ``Failure`` `cli.unreadable`, `cli.bad-input`.
    static func read(_ path: String) throws -> String {
        let file: FileHandle
        if path == "-" {
            file = .standardInput
        } else if let opened = FileHandle(forReadingAtPath: path) {
            file = opened
        } else {
            throw Failure(code: "cli.unreadable", message: "the file \(path) cannot be read")
        }
        let data: Data
        do {
            data = try file.read(upToCount: byteLimit + 1) ?? Data()
        } catch {
            throw Failure(code: "cli.unreadable", message: "the file \(path) cannot be read")
        }
        guard data.count <= byteLimit else {
            throw Failure(
                code: "cli.bad-input", message: "the input is larger than \(byteLimit) bytes")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(code: "cli.bad-input", message: "the input is no UTF-8")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// A short text: the argument, or stdin for `-` or nothing; on a terminal the editor.
    static func short(_ argument: String?, _ context: Context) throws -> String {
        if let argument, argument != "-" { return argument }
        let text: String
        if argument == nil, Terminal.isTerminal(0) {
            text = try ChildProcess.edit("", with: context.settings.editor)
        } else {
            text = try read("-")
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else {
            throw Failure(code: "cli.bad-input", message: "the text is empty")
        }
        return trimmed
    }
}
