import Foundation
import VNModel

/// What a finished program left.
struct Outcome: Sendable {
    let status: Int32
    let wasKilled: Bool
    let output: String
    let errors: String

    /// The one JSON object on stdout.
    var json: JSONValue {
        get throws {
            try JSONValue(parsing: output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// The JSON objects on stdout, a line each.
    var lines: [JSONValue] {
        get throws {
            try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        }
    }

    /// The code of the JSON error on stderr.
    var errorCode: String? {
        for line in errors.split(separator: "\n") {
            if let json = try? JSONValue(parsing: String(line)), let code = json["error"]?["code"] {
                return code.string
            }
        }
        return nil
    }
}

/// A running program. Its output goes to files, so that no pipe can fill up.
final class Program: @unchecked Sendable {  // only touched by the test that made it
    private let process = Process()
    private let folder: URL
    private let finished: AsyncStream<Void>

    init(
        _ name: String, _ arguments: [String], environment: [String: String], input: Data? = nil,
        pipe: Pipe? = nil, folder: URL
    ) throws {
        self.folder = folder.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: self.folder, withIntermediateDirectories: true)
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        finished = stream
        process.executableURL =
            name.hasPrefix("/") ? URL(fileURLWithPath: name) : Programs.url(name)
        process.arguments = arguments
        process.environment = environment
        var files = [try Self.file(self.folder, "out"), try Self.file(self.folder, "err")]
        // The program has its own by the time this ends; thousands of programs are started.
        defer { for file in files { try? file.close() } }
        process.standardOutput = files[0]
        process.standardError = files[1]
        if let pipe {
            process.standardInput = pipe
        } else if let input {
            let path = self.folder.appendingPathComponent("in")
            try input.write(to: path)
            files.append(try FileHandle(forReadingFrom: path))
            process.standardInput = files[2]
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    private static func file(_ folder: URL, _ name: String) throws -> FileHandle {
        let url = folder.appendingPathComponent(name)
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        return try FileHandle(forWritingTo: url)
    }

    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func text(_ name: String) -> String {
        let data = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    func wait() async -> Outcome {
        for await _ in finished {}
        let outcome = Outcome(
            status: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal, output: text("out"),
            errors: text("err"))
        try? FileManager.default.removeItem(at: folder)
        return outcome
    }
}
