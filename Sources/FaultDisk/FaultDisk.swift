internal import CFaultVFS
package import Foundation

/// A temporary folder on a disk whose faults are decided from outside: power cuts, a full disk,
/// errors.
///
/// Every SQLite connection that this process makes to a file in the folder meets them. What was
/// written and not synced is taken back by a power cut; see `fault_vfs.h`.
package final class FaultDisk: @unchecked Sendable {  // the C side has its own lock
    /// Kinds of calls that are counted and can fail.
    package struct Calls: OptionSet, Sendable {
        /// The bits of the kinds.
        package let rawValue: UInt32
        /// Makes a set of kinds from its bits.
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Reading from a file.
        package static let read = Calls(rawValue: 1)
        /// Writing to a file.
        package static let write = Calls(rawValue: 2)
        /// Syncing a file.
        package static let sync = Calls(rawValue: 4)
        /// Cutting a file to a length.
        package static let truncate = Calls(rawValue: 8)
        /// Opening a file.
        package static let open = Calls(rawValue: 16)
        /// Deleting a file.
        package static let delete = Calls(rawValue: 32)
        /// Mapping the memory that processes share.
        package static let sharedMemory = Calls(rawValue: 64)
        /// What a power cut can fall on.
        package static let changes: Calls = [.write, .sync, .truncate, .delete]
    }

    /// What a failing call answers, as SQLite's result codes.
    package enum Failure: Int32, CaseIterable, Sendable {
        case full = 13
        case read = 266
        case write = 778
        case sync = 1034
        case truncate = 1546
        case sharedMemoryFull = 4874
    }

    /// The folder of the disk.
    package let folder: URL
    private let domain: OpaquePointer

    /// - Parameter parent: where the folder is made; `nil`: where temporary files go.
    package init(under parent: URL? = nil) throws {
        guard fault_vfs_install() == 0 else { throw CocoaError(.featureUnsupported) }
        folder = (parent ?? FileManager.default.temporaryDirectory)
            .appendingPathComponent("faulty-\(UUID().uuidString)").resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let domain = fault_domain_begin(folder.path) else {
            throw CocoaError(.featureUnsupported)
        }
        self.domain = domain
    }

    /// All connections to the folder's files are closed by then.
    deinit {
        fault_domain_end(domain)
        try? FileManager.default.removeItem(at: folder)
    }

    /// The path of a file in the folder.
    package func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// How many calls of a kind were made.
    package func count(_ calls: Calls) -> UInt64 { fault_domain_count(domain, calls.rawValue) }

    /// Cuts the power at the n-th change from now, counted from 1.
    ///
    /// - Parameters:
    ///   - n: which change does not happen any more.
    ///   - seed: decides what of the unsynced survives; 0: nothing.
    package func cutPower(at n: UInt64, seed: UInt64 = 0) { fault_domain_cut_at(domain, n, seed) }

    /// Cuts the power now.
    package func cutPower(seed: UInt64 = 0) { fault_domain_cut_now(domain, seed) }

    /// Ends the process, as far as the folder is concerned, at the n-th change from now, counted
    /// from 1; 0: now. What was written stays, and every later call fails.
    package func kill(at n: UInt64 = 0) { fault_domain_kill_at(domain, n) }

    /// Lets syncs do nothing from now on, and answer that they did.
    package func ignoreSyncs() { fault_domain_ignore_syncs(domain, 1) }

    /// Whether the power is off: every call fails.
    package var isOff: Bool { fault_domain_is_off(domain) != 0 }

    /// Switches the power on again, for connections that are made afterwards.
    ///
    /// Memory that processes shared is gone.
    package func powerOn() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.hasSuffix("-shm") {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
        fault_domain_power_on(domain)
    }

    /// Takes a database as it stands for synced, and its log and shared memory too: somebody put it
    /// there by other means than SQLite. No connection to it may be open.
    ///
    /// - Parameter path: the database.
    package func settle(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            fault_domain_settle(domain, path + suffix)
        }
    }

    /// Lets calls fail, from the n-th of them on.
    ///
    /// - Parameters:
    ///   - calls: which.
    ///   - failure: how.
    ///   - n: counted from 1.
    ///   - times: how many fail; `nil`: all until ``heal()``.
    package func fail(_ calls: Calls, _ failure: Failure, at n: UInt64 = 1, times: UInt64? = nil) {
        fault_domain_fail_at(domain, calls.rawValue, failure.rawValue, n, times ?? 0)
    }

    /// Lets calls work again.
    package func heal() { fault_domain_fail_at(domain, 0, 0, 0, 0) }
}
