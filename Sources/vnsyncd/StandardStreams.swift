internal import Foundation

/// Lines for people and programs: stdout is data, stderr is everything else.
enum StandardStreams {
    static func output(_ line: String) { write(line, to: .standardOutput) }

    static func error(_ line: String) { write(line, to: .standardError) }

    private static func write(_ line: String, to file: FileHandle) {
        // Whoever closed the other end does not want to know.
        try? file.write(contentsOf: Data("\(line)\n".utf8))
    }
}
