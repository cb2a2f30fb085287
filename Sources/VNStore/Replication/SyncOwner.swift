internal import Foundation

/// Who holds the right to sync: `process@host/boot/start/random`, so that an owner that died is
/// recognised before its right expires.
///
/// Where the system does not tell when it was started, or a process, that part is `-`.
package struct SyncOwner: Hashable, Sendable {
    let process: Int32
    let host: String
    /// Names the time since the machine was last started.
    let boot: String
    /// When the process was started, in a unit of the machine's own: ids of processes return.
    let start: String

    /// A name for this process and `random`.
    package static func current(random: UInt64) -> String {
        let process = ProcessInfo.processInfo.processIdentifier
        return "\(process)@\(thisHost)/\(thisBoot)/\(start(ofThis: process))/"
            + String(random, radix: 16)
    }

    /// Reads a name; `nil` if it is none.
    init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let at = parts[0].firstIndex(of: "@"),
            let process = Int32(parts[0][..<at]), process > 0
        else { return nil }
        self.process = process
        host = String(parts[0][parts[0].index(after: at)...])
        (boot, start) = (parts[1], parts[2])
    }

    /// Whether the owner was a process of this machine that no longer runs. Of other machines,
    /// and of names of other programs, nothing is known.
    static func isGone(_ name: String) -> Bool {
        guard let owner = SyncOwner(name), owner.host == thisHost else { return false }
        if differ(owner.boot, thisBoot) { return true }
        return hasEnded(owner.process) || differ(owner.start, start(of: owner.process))
    }

    /// Whether no process of this machine has an id, which is above 0.
    static func hasEnded(_ process: Int32) -> Bool {
        process > 0 && kill(process, 0) != 0 && errno == ESRCH
    }

    private static func differ(_ one: String, _ other: String) -> Bool {
        one != unknown && other != unknown && one != other
    }

    private static let unknown = "-"

    private static let thisHost: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return unknown }
        let text = String(
            decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.replacing("/", with: "-")
    }()

    private static let thisBoot: String =
        text(ofFile: "/proc/sys/kernel/random/boot_id")?.trimmingCharacters(
            in: .whitespacesAndNewlines) ?? unknown

    /// The 22nd field of the process's line. Before it stands the program's name, in which
    /// anything may stand, closed by the last parenthesis.
    private static func start(of process: Int32) -> String {
        guard let line = text(ofFile: "/proc/\(process)/stat"),
            let end = line.lastIndex(of: ")")
        else { return unknown }
        let fields = line[line.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : unknown
    }

    /// When this process was started. A fork of it is another one, and reads anew.
    private static func start(ofThis process: Int32) -> String {
        thisStart.process == process ? thisStart.start : start(of: process)
    }

    private static let thisStart: (process: Int32, start: String) = {
        let process = ProcessInfo.processInfo.processIdentifier
        return (process, start(of: process))
    }()

    private static func text(ofFile path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
