internal import Dispatch
internal import Foundation
internal import Synchronization
internal import VNFuzz

/// Runs inputs through a target, one after the other.
struct FuzzRunner: Sendable {
    let target: FuzzTarget
    let codes: Set<String>

    /// What an input broke. Waits for the answer, so it must not be called from a task.
    func violations(of input: [UInt8], isThorough: Bool) -> [String] {
        let done = DispatchSemaphore(value: 0)
        let findings = FindingsBox()
        Task.detached {
            let found = await target.violations(of: input, isThorough: isThorough, codes: codes)
            findings.value.withLock { $0 = found }
            done.signal()
        }
        done.wait()
        return findings.value.withLock { $0 }
    }

    /// Checks files thoroughly and tells what they broke.
    ///
    /// - Returns: whether they broke nothing.
    func replay(_ paths: [String]) -> Bool {
        var isFine = true
        for path in paths {
            guard let data = FileManager.default.contents(atPath: path) else {
                FuzzRunner.tell("\(path): cannot be read")
                isFine = false
                continue
            }
            let found = violations(of: Array(data), isThorough: true)
            FuzzRunner.tell("\(path): \(found.isEmpty ? "ok" : found.joined(separator: "; "))")
            isFine = isFine && found.isEmpty
        }
        return isFine
    }

    static func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

/// What a task found, for the thread that waits for it.
private final class FindingsBox: Sendable {
    let value = Mutex<[String]>([])
}
