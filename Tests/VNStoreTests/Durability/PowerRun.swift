import FaultDisk
import Foundation
import VNModel
import VNStore

/// A run of a scenario into a power cut, and what stood afterwards.
struct PowerRun: Sendable {
    let scenario: PowerScenario
    var synchronous: String?

    /// What the store holds after each step of a run without faults, before the first one too.
    struct Reference: Sendable {
        var states: [StoreFingerprint]
        /// Writes, syncs, truncations and deletions of the steps together.
        var changes: UInt64
    }

    func reference() async throws -> Reference {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: scenario.seed, synchronous: synchronous)
        var states = [try await StoreFingerprint(subject.store)]
        let start = disk.count(.changes)
        for step in scenario.steps {
            try await step.run(subject)
            states.append(try await StoreFingerprint(subject.store))
        }
        let changes = disk.count(.changes) - start
        try await subject.store.close()
        return Reference(states: states, changes: changes)
    }

    /// Runs into a power cut at the n-th change and looks at what is left.
    ///
    /// - Parameters:
    ///   - n: counted from 1; beyond the last change the power goes after the last step.
    ///   - keep: decides what of the unsynced survives; 0: nothing.
    /// - Returns: what is wrong; `nil` if all promises were kept.
    func violation(at n: UInt64, keep: UInt64, _ reference: Reference) async throws -> String? {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: scenario.seed, synchronous: synchronous)
        let (promised, begun) = try await run(subject, disk, cutAt: n, keep: keep)
        try? await subject.store.close()
        try disk.powerOn()
        let place = "cut at \(n), keep \(keep), step \(begun) of seed \(scenario.seed)"
        do {
            var found = try await state(subject, reference, promised...begun)
            guard let first = found else {
                return "\(place): \(try await loss(subject, reference))"
            }
            // What was recovered once must not depend on what recovery left unsynced.
            disk.cutPower(seed: keep)
            try? await subject.store.close()
            try disk.powerOn()
            found = try await state(subject, reference, first...first)
            guard found != nil else { return "\(place): recovered state \(first) did not last" }
            let report = try await subject.store.verify(deep: true)
            let next = try await subject.store.post(PowerStep.article(77_777, "Sau khi có điện"))
            let head = try await subject.store.journalState().head.counter
            try await subject.store.close()
            guard report.ok else { return "\(place): \(report.checks.filter { !$0.ok })" }
            return next.counter == head ? nil : "\(place): the next write has a wrong counter"
        } catch {
            try? await subject.store.close()
            return "\(place): \(error)"
        }
    }

    /// - Returns: how many steps must have survived, and how many were begun.
    private func run(
        _ subject: PowerSubject, _ disk: FaultDisk, cutAt n: UInt64, keep: UInt64
    ) async throws -> (promised: Int, begun: Int) {
        var (promised, begun) = (0, 0)
        disk.cutPower(at: n, seed: keep)
        do {
            for step in scenario.steps {
                begun += 1
                try await step.run(subject)
                // A call that hides an error of the disk has promised nothing.
                if disk.isOff { return (promised, begun) }
                if step.kind == .durable { promised = begun }
            }
            disk.cutPower(seed: keep)
        } catch {
            guard disk.isOff else { throw error }
        }
        return (promised, begun)
    }

    /// Opens the store again and finds out how many steps it has seen, within a range.
    private func state(
        _ subject: PowerSubject, _ reference: Reference, _ range: ClosedRange<Int>
    ) async throws -> Int? {
        subject.store = try await ContentStore.open(
            at: subject.path, configuration: subject.configuration)
        let found = try await StoreFingerprint(subject.store)
        return range.first { reference.states[$0] == found }
    }

    private func loss(_ subject: PowerSubject, _ reference: Reference) async throws -> String {
        let found = try await StoreFingerprint(subject.store)
        try await subject.store.close()
        if let index = reference.states.firstIndex(of: found) {
            return "the store is back at step \(index)"
        }
        let nearest = reference.states.map { $0.differences(from: found) }
            .min { $0.count < $1.count }
        return "no state that ever was; nearest differs in \(nearest ?? [])"
    }
}
