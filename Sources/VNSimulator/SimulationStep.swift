/// One step of a run: what happens, and the seed of all that is left to chance in it. Steps do
/// not depend on each other's chance, so a run can be made shorter by leaving some out.
public struct SimulationStep: Hashable, Sendable, CustomStringConvertible {
    /// What happens.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The case of the write.
        case write, sync, lateRequest = "late-request", cancel, kill, powerCut = "power-cut"
        /// The case of the arm kill.
        case armKill = "arm-kill", armPowerCut = "arm-power-cut", disk, hubKill = "hub-kill"
        /// The case of the hub power cut.
        case hubPowerCut = "hub-power-cut", hubArm = "hub-arm", hubDisk = "hub-disk", clock
        /// The case of the offline.
        case offline, purge, backup, restore
        /// The case of the copied store.
        case copyStore = "copy-store"
        /// The case of the snapshot that a store may be rolled back to.
        case snapshot
        /// The case of the rolled back store.
        case rollBack = "roll-back"
        /// The case of the hub's backup.
        case hubBackup = "hub-backup"
        /// The case of the hub that is put back.
        case hubRestore = "hub-restore"
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
        var random = SimulationRandom(seed: seed ^ 0x5354_4550_5354_4550)
        let faults = configuration.faults
        var weights: [(Kind, Int)] = [(.write, 34), (.sync, 36)]
        func add(_ fault: Fault, _ kind: Kind, _ weight: Int) {
            if faults.contains(fault) { weights.append((kind, weight)) }
        }
        add(.lateRequest, .lateRequest, 3)
        add(.cancelledSync, .cancel, 2)
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
        add(.restoredStore, .backup, 2)
        add(.restoredStore, .restore, 1)
        add(.copiedStore, .copyStore, 3)
        add(.rolledBackStore, .snapshot, 5)
        add(.rolledBackStore, .rollBack, 4)
        add(.restoredHub, .hubBackup, 4)
        add(.restoredHub, .hubRestore, 3)
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
