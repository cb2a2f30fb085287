internal import VNRandom

/// One step of a run: what happens, and the seed of all that is left to chance in it. Steps do
/// not depend on each other's chance, so a run can be made shorter by leaving some out.
public struct SimulationStep: Hashable, Sendable, CustomStringConvertible {
    /// What happens.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody writes; a replica syncs; an old request arrives; a sync is cancelled.
        case write, sync, lateRequest = "late-request", cancel
        /// A replica's process ends or its power is cut, now or in the middle of a later write.
        case kill, powerCut = "power-cut", armKill = "arm-kill", armPowerCut = "arm-power-cut"
        /// A replica's disk is full or fails for a while.
        case disk
        /// The same to the hub.
        case hubKill = "hub-kill", hubPowerCut = "hub-power-cut", hubArm = "hub-arm"
        /// The hub's disk is full or fails for a while.
        case hubDisk = "hub-disk"
        /// A store is watched from now on, or no longer; an app wakes who watches.
        case watch, wake
        /// Another process on a replica's machine writes, rehearses, syncs or ends.
        case otherProcess = "other-process"
        /// A clock jumps or stands still; a replica is away for long; the hub purges.
        case clock, offline, purge
        /// A document of a replica is damaged.
        case damage
        /// A replica's store is backed up, or put back with a new id.
        case backup, restore
        /// A store's file is copied, and both files go on.
        case copyStore = "copy-store"
        /// A store's file is kept, so that the store can be rolled back to it.
        case snapshot
        /// A store's file is replaced by what was kept of it.
        case rollBack = "roll-back"
        /// The hub is backed up.
        case hubBackup = "hub-backup"
        /// The hub is put back from its backup.
        case hubRestore = "hub-restore"
        /// Two hubs exchange what they hold; a replica moves to another hub.
        case exchange, move
    }

    /// What happens.
    public let kind: Kind
    /// The seed of its details.
    public let seed: UInt64

    /// `kind:seed`
    public var description: String { "\(kind.rawValue):\(String(seed, radix: 36))" }

    /// - Parameters:
    ///   - kind: what happens.
    ///   - seed: the seed of its details.
    public init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        self.seed = seed
    }

    /// Reads what ``description`` says; `nil` if it is no step.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])),
            let seed = UInt64(parts[1], radix: 36)
        else { return nil }
        self.init(kind, seed: seed)
    }

    /// The steps that a seed means.
    static func plan(seed: UInt64, _ configuration: SimulationConfiguration) -> [SimulationStep] {
        var random = SplitMix64(seed: seed ^ 0x5354_4550_5354_4550)
        let faults = configuration.faults
        var weights: [(Kind, Int)] = [(.write, 34), (.sync, 36)]
        func add(_ fault: Fault, _ kind: Kind, _ weight: Int) {
            if faults.contains(fault) { weights.append((kind, weight)) }
        }
        add(.lateRequest, .lateRequest, 3)
        add(.cancelledSync, .cancel, 2)
        add(.otherProcess, .otherProcess, 9)
        add(.watchedStore, .watch, 8)
        add(.watchedStore, .wake, 2)
        add(.killedProcess, .kill, 2)
        add(.powerCut, .powerCut, 2)
        add(.killedProcess, .armKill, 2)
        add(.powerCutInWrite, .armPowerCut, 4)
        if !faults.isDisjoint(with: [.fullDisk, .failingDisk]) { weights.append((.disk, 3)) }
        add(.killedHub, .hubKill, 2)
        add(.hubPowerCut, .hubPowerCut, 2)
        add(.hubPowerCut, .hubArm, 2)
        add(.hubDisk, .hubDisk, 2)
        if !faults.isDisjoint(with: [.clockJump, .frozenClock]) { weights.append((.clock, 3)) }
        add(.longOffline, .offline, 3)
        add(.purge, .purge, 3)
        add(.damagedDocument, .damage, 1)
        add(.restoredStore, .backup, 2)
        add(.restoredStore, .restore, 1)
        add(.copiedStore, .copyStore, 3)
        add(.rolledBackStore, .snapshot, 5)
        add(.rolledBackStore, .rollBack, 4)
        add(.restoredHub, .hubBackup, 4)
        add(.restoredHub, .hubRestore, 3)
        add(.severalHubs, .exchange, 16)
        add(.severalHubs, .move, 5)
        weights = weights.map { ($0.0, configuration.weights[$0.0] ?? $0.1) }
        let total = weights.reduce(0) { $0 + $1.1 }
        return (0..<configuration.steps).map { _ in
            var place = random.below(total)
            for (kind, weight) in weights {
                if place < weight { return SimulationStep(kind, seed: random.next() >> 16) }
                place -= weight
            }
            preconditionFailure("the place lies below the sum of the weights")
        }
    }
}
