internal import Foundation

/// Who holds the right to sync: `process ID/random`, so that a dead owner is recognised.
package enum SyncOwner {
    /// A name for this process and `random`.
    package static func current(random: UInt64) -> String {
        "\(ProcessInfo.processInfo.processIdentifier)/\(String(random, radix: 16))"
    }

    /// Whether the owner was a process of this machine that no longer runs.
    static func isGone(_ owner: String) -> Bool {
        guard let process = owner.split(separator: "/").first.flatMap({ pid_t($0) }) else {
            return false
        }
        return process != ProcessInfo.processInfo.processIdentifier && kill(process, 0) != 0
            && errno == ESRCH
    }
}
