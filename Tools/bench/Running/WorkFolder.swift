import Dispatch
import Foundation
import Synchronization

/// A temporary folder, and the programs that work in it. Both are gone when the bench ends,
/// by itself or by a signal.
final class WorkFolder: Sendable {
    /// Where the folder is.
    let path: String
    private let processes = Mutex<[pid_t]>([])
    // Made and used in the initializer only; kept because a source that is let go falls silent.
    private nonisolated(unsafe) let signals: [any DispatchSourceSignal]

    /// - Parameter parent: the folder in which to make it.
    init(in parent: String) throws {
        let number = ProcessInfo.processInfo.processIdentifier
        path = (parent as NSString).appendingPathComponent("vnsync-bench-\(number)")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        signals = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for (source, number) in zip(signals, [SIGINT, SIGTERM, SIGHUP]) {
            source.setEventHandler { [self] in
                remove()
                exit(128 + number)
            }
            source.resume()
        }
    }

    /// Ends what still runs and removes the folder.
    func remove() {
        for process in processes.withLock({ $0 }) { kill(process, SIGKILL) }
        // What cannot be removed now is in the way of nobody; there is no one left to tell.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the folder.
    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    /// A new, empty folder in it, in place of one of the same name.
    func folder(_ name: String) throws -> String {
        let path = file(name)
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return path
    }

    /// Ends a process when the bench ends.
    func watch(_ process: ChildProcess) {
        processes.withLock { $0.append(process.identifier) }
    }

    /// The process has ended by itself.
    func forget(_ process: ChildProcess) {
        processes.withLock { $0.removeAll { $0 == process.identifier } }
    }
}
