import Foundation
import VNModel

/// A running `vnsyncd` on a port of its own choice.
final class Daemon {
    /// Its base URL.
    let url: String
    private let process: ChildProcess
    private let work: WorkFolder
    private var isRunning = true

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - program: the path of `vnsyncd`.
    ///   - data: its store's file.
    ///   - work: where its output is kept.
    init(_ program: String, data: String, in work: WorkFolder) throws {
        self.work = work
        let (output, errors) = (work.file("daemon.out"), work.file("daemon.err"))
        try? FileManager.default.removeItem(atPath: output)
        process = try ChildProcess(
            program,
            ["serve", "--data", data, "--listen", "127.0.0.1:0", "--open", "--json"],
            output: output, errors: errors)
        work.watch(process)
        url = try Daemon.address(process, output, errors)
    }

    deinit { stop() }

    /// Ends it and waits for its end.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        process.stop()
        work.forget(process)
    }

    /// The most memory that it has had at once, in megabytes.
    func peakMegabytes() throws -> Double { try process.peakMegabytes() }

    /// The address that it prints first.
    private static func address(
        _ process: ChildProcess, _ output: String, _ errors: String
    ) throws -> String {
        for _ in 0..<1_000 {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            if let end = text.firstIndex(of: "\n"),
                let url = try JSONValue(parsing: String(text[..<end]))["listening"]?.string
            {
                return url
            }
            if let status = process.poll() {
                let reason = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
                throw BenchError("vnsyncd ended with status \(status): \(reason)")
            }
            usleep(10_000)
        }
        process.stop()
        throw BenchError("vnsyncd does not say where it listens")
    }
}
