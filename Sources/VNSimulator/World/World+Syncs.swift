internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync
internal import VNWire

// What replicas do: they write, and sync a turn at a time.
extension World {
    /// Makes a local edit at a replica that is up, in one of its processes.
    func write(at replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        guard let first = replica.machine.store else { return try await settle("write: down") }
        var store = first
        if let other = replica.machine.other, random.chance(50) { store = other }
        writes += 1
        _ = try await look(at: replica.machine)
        let documents = replica.machine.view.documents
        let articles = documents.filter { $0.value.document.kind == .article }.keys.sorted()
        let now = Timestamp(milliseconds: Int64(replica.machine.clock.milliseconds())).rfc3339
        let site = WorkloadSite(
            store: store, articles: articles,
            comments: documents.keys.filter { documents[$0]?.document.kind == .comment }.sorted(),
            time: now, newIDs: (0..<3).map { _ in newID() })
        var line = "\(replica.name) " + (store === first ? "" : "(other process) ")
        do {
            line += try await configuration.workload.write(to: site, random: &random)
        } catch let error as StoreError {
            line += "write fails: \(error.code.rawValue)"
            try check(error, at: replica.machine)
        } catch let error as ContentError {
            line += "write fails: \(error.code)"
        }
        replica.machine.isDirty = true
        try await finishCrash(of: replica)
        try await settle(line)
    }

    func newID() -> DocumentID {
        DocumentID(
            milliseconds: time.milliseconds, random: (newDocuments.next(), newDocuments.next()))
    }

    /// Lets a replica's sync go on for some turns, or to its end.
    ///
    /// - Returns: how it ended, `nil` if it goes on.
    @discardableResult
    func advance(
        _ replica: SimulatedReplica, turns: Int, _ errand: Errand = .sync(.both),
        _ random: inout SplitMix64
    ) async throws -> Result<SyncReport, any Error>? {
        guard replica.machine.store != nil else {
            try await settle("\(replica.name) sync: down")
            return nil
        }
        var fates = ""
        if replica.point == nil {
            syncs += 1
            try await HubsCanary.prepare(replica, self)
            await replica.begin(errand, pushContext(of: replica))
            if try await finishCrash(of: replica) {
                try await settle("\(replica.name) sync: crash")
                return nil
            }
            try await inspect(replica)
        }
        var turns = turns
        var result = replica.takeResult()
        while result == nil, turns > 0, let point = replica.point, !waits(point, &random) {
            turns -= 1
            time.advance(by: 5 + UInt64(random.below(200)))
            try await aim(at: replica, point)
            let fate = fate(point, of: replica, &random)
            fates += " " + Weather.text(fate)
            home(of: replica).machine.isDirty = true
            await replica.resume(fate)
            try await finishHubCrashes()
            if try await finishCrash(of: replica) {
                try await settle("\(replica.name) sync\(fates): crash")
                return nil
            }
            result = replica.takeResult()
            try await inspect(replica)
        }
        if case .success(let report)? = result { try check(report, of: replica) }
        let end = try text(of: result, at: replica.machine)
        try await settle("\(replica.name) sync\(fates): \(end)")
        return result
    }

    /// What shows a bug is rare, so it is made to happen: somebody edits what is read again.
    private func aim(at replica: SimulatedReplica, _ point: GatePoint) async throws {
        guard configuration.canary == .forgottenPending, case .request(let request) = point,
            request.path == "/v1/documents", let store = replica.machine.store,
            let body = request.body, let asked = try? DocumentsRequest(parsing: body),
            try await look(at: replica.machine)
        else { return }
        for id in asked.ids where replica.machine.view.documents[id]?.document.kind == .article {
            _ = try? await store.edit(id) { $0.headline = "Đầu đề \(asked.ids.count)" }
        }
        replica.machine.isDirty = true
    }

    /// Whether a sync stands still before its push, to show what is rare: others sync meanwhile.
    private func waits(_ point: GatePoint, _ random: inout SplitMix64) -> Bool {
        guard configuration.canary == .earlyIDs, !isCalm, case .request(let request) = point else {
            return false
        }
        return request.path == "/v1/push" && random.chance(60)
    }

    /// What a bug in a store's pushes has to know.
    func pushContext(of replica: SimulatedReplica) -> PushContext {
        var context = PushContext()
        guard configuration.canary?.place == .wire else { return context }
        context.purged = replica.machine.view.purged
        guard configuration.canary == .keptForkPoint else { return context }
        context.changes = registry.changesByDocument()
        return context
    }

    func fate(
        _ point: GatePoint, of replica: SimulatedReplica, _ random: inout SplitMix64
    ) -> Fate {
        guard isCalm else { return Weather.fate(point, configuration.faults, &random) }
        if case .request(let sent) = point, sent.path == "/v1/push", replica.name == brokenPush {
            return Weather.failure
        }
        return .deliver
    }

    func text(
        of result: Result<SyncReport, any Error>?, at machine: Machine
    ) throws -> String {
        switch result {
        case nil: return "waits"
        case .success(let report):
            return "done, pushed \(report.pushed.changes), pulled \(report.pulled.documents)"
                + (report.mismatch.map { ", repaired \($0.repaired)" } ?? "")
        case .failure(let error as SyncError):
            if error.code == .forked || error.code == .generation, !error.isRetryable {
                throw Violation(.liveness, "\(machine.name): \(error.code.rawValue) for no reason")
            }
            return error.code.rawValue
        case .failure(let error as StoreError):
            try check(error, at: machine)
            return error.code.rawValue
        case .failure(let error): throw error
        }
    }
}
