internal import Foundation

/// Access tokens come from files only, never from arguments.
enum TokenFile {
    /// The token of a file without the white space around it.
    ///
    /// - Throws: ``Failure`` `cli.token-file` if the file cannot be read or is empty.
    static func read(_ path: String) throws -> String {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(code: "cli.token-file", message: "the token file \(path) cannot be read")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, !token.contains(where: \.isWhitespace) else {
            throw Failure(
                code: "cli.token-file", message: "the token file \(path) does not hold one token")
        }
        return token
    }

    /// Whether others than its owner may read a file.
    static func isExposed(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = attributes?[.posixPermissions] as? NSNumber
        return mode.map { $0.intValue & 0o077 != 0 } ?? false
    }
}
