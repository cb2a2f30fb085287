import FaultDisk
import Foundation
import Synchronization
import VNModel
import VNStore

/// A store on a disk with power cuts and its reference, driven by the same operations.
final class ModelRun {
    /// The first difference.
    struct Difference: Error, CustomStringConvertible {
        let step: Int
        let operation: ModelOperation
        let description: String

        /// The operation without its numbers.
        var kind: Substring { "\(operation)".prefix { $0 != "(" } }
    }

    /// What happened in some runs, to see that they mean something.
    struct Tally: Sendable {
        var steps = 0
        var cuts = 0
        var restores = 0
        var conflicts = 0
        var refusals = 0
    }

    static let tally = Mutex(Tally())

    let disk: FaultDisk
    let backups: URL
    let environment: ModelEnvironment
    let configuration: StoreConfiguration
    var store: ContentStore?
    var reference: ReferenceStore
    /// The reference at each moment to which a power cut may lead back, oldest first.
    var moments: [ReferenceStore] = []
    /// The reference when the backup was made.
    var saved: ReferenceStore?
    /// What must stand after a restore that a power cut may have cut short.
    var restoring: RestoredState?
    var posted: UInt64 = 0
    var observer: Observer?
    /// How often all was compared.
    var looks = 0

    private init(seed: UInt64) async throws {
        disk = try FaultDisk()
        backups = FileManager.default.temporaryDirectory
            .appendingPathComponent("model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
        environment = ModelEnvironment(seed: seed)
        var configuration = StoreConfiguration()
        configuration.environment = environment
        self.configuration = configuration
        let store = try await ContentStore.create(
            at: disk.path("store.db"), configuration: configuration)
        try await store.addRemote("origin", url: "http://127.0.0.1:1")
        reference = ReferenceStore(
            try await store.journalState().replica, milliseconds: environment.milliseconds())
        moments = [reference]
        self.store = store
        observer = Observer(store)
    }

    deinit { try? FileManager.default.removeItem(at: backups) }

    /// Performs operations and compares after each.
    ///
    /// - Returns: the first difference; `nil` if there is none.
    static func difference(
        seed: UInt64, _ operations: [ModelOperation], deepEvery: Int = 40
    ) async throws -> Difference? {
        let run = try await ModelRun(seed: seed)
        for (step, operation) in operations.enumerated() {
            let isDeep = step % deepEvery == deepEvery - 1 || step == operations.count - 1
            do {
                if let text = try await run.step(operation, isDeep: isDeep) {
                    return Difference(step: step, operation: operation, description: text)
                }
            } catch {
                return Difference(step: step, operation: operation, description: "\(error)")
            }
        }
        tally.withLock { $0.steps += operations.count }
        if run.disk.isOff { _ = try await run.recover() }
        run.observer = nil
        let report = try await run.opened.verify(deep: true)
        try await run.opened.close()
        guard !report.ok, let last = operations.last else { return nil }
        return Difference(
            step: operations.count, operation: last,
            description: "\(report.checks.filter { !$0.ok })")
    }

    /// Leaves operations out as long as a difference at the same kind of operation stays, for at
    /// most some runs.
    static func shrink(
        seed: UInt64, _ operations: [ModelOperation], to found: Difference, runs: Int = 150
    ) async throws -> [ModelOperation] {
        var (best, left) = (operations, runs)
        var size = best.count / 2
        while size > 0, left > 0 {
            var start = 0
            var wasShortened = false
            while start < best.count, left > 0 {
                var shorter = best
                shorter.removeSubrange(start..<min(start + size, best.count))
                left -= 1
                let other = try await difference(seed: seed, shorter, deepEvery: 1)
                if let other, other.kind == found.kind {
                    (best, wasShortened) = (shorter, true)
                } else {
                    start += size
                }
            }
            if !wasShortened || size > 1 { size /= 2 }
        }
        return best
    }

    var opened: ContentStore {
        get throws {
            guard let store else { throw CocoaError(.featureUnsupported) }
            return store
        }
    }

    // MARK: - Power

    /// One operation and what can be seen of it.
    private func step(_ operation: ModelOperation, isDeep: Bool) async throws -> String? {
        var text: String?
        var failure: (any Error)?
        let before = reference
        do { text = try await perform(operation) } catch { failure = error }
        if disk.isOff {
            // Whatever was answered: nothing was promised.
            moments.append(reference)
            return try await recover()
        }
        if let failure { throw failure }
        if let text { return text }
        // A local write that has returned survives. A refused call has done nothing, and what a
        // hub can send again may be lost.
        if reference.counter > before.counter || reference.replica != before.replica {
            moments = []
        }
        moments.append(reference)
        text = try await isDeep ? compare() : compareHead(reference)
        // Reading, too, may run into a cut: of the search index, which follows by itself.
        if disk.isOff { return try await recover() }
        return text
    }

    /// Opens the store again after a power cut and finds the moment to which it led back.
    func recover() async throws -> String? {
        (observer, saved) = (nil, nil)
        try? await store?.close()
        store = nil
        try disk.powerOn()
        let store = try await ContentStore.open(
            at: disk.path("store.db"), configuration: configuration)
        self.store = store
        ModelRun.tally.withLock { $0.cuts += 1 }
        let now = environment.milliseconds()
        var differences: [String] = []
        for moment in moments.reversed() {
            guard let text = try await compareContent(moment) else {
                reference = moment
                return try await goOn(store, now)
            }
            differences.append(text)
        }
        if let restoring, try await adopt(restoring, store) == nil {
            return try await goOn(store, now)
        }
        return "after a power cut no moment of the last \(moments.count): "
            + (differences.first ?? "")
    }

    private func goOn(_ store: ContentStore, _ now: UInt64) async throws -> String? {
        reference.milliseconds = now
        (moments, restoring) = ([reference], nil)
        observer = Observer(store)
        let report = try await store.verify(deep: true)
        return report.ok ? nil : "after a power cut: \(report.checks.filter { !$0.ok })"
    }
}

/// A clock that tests set, chance that a seed decides, and real sleep: what waits in the
/// background must not move the clock.
final class ModelEnvironment: Environment {
    private let base: TestEnvironment

    init(seed: UInt64) { base = TestEnvironment(seed: seed) }

    func milliseconds() -> UInt64 { base.milliseconds() }
    func random() -> UInt64 { base.random() }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
    func advance(by milliseconds: UInt64) { base.advance(by: milliseconds) }
}

/// Somebody who looks at the newest articles all the time.
final class Observer: Sendable {
    private let newest = Mutex<[DocumentID]?>(nil)
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ store: ContentStore) {
        let stream = store.observe(ArticleQuery())
        let task = Task { [weak self] in
            do {
                for try await page in stream {
                    guard let self else { return }
                    self.newest.withLock { $0 = page.elements.map(\.id) }
                }
            } catch { return }
        }
        self.task.withLock { $0 = task }
    }

    deinit { task.withLock { $0?.cancel() } }

    /// Waits until the articles are shown, for a while.
    func shows(_ ids: [DocumentID]) async throws -> Bool {
        for _ in 0..<1000 {
            if newest.withLock({ $0 }) == ids { return true }
            try await Task.sleep(for: .milliseconds(3))
        }
        return false
    }
}
