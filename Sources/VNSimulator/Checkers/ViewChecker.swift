internal import VNStore

/// What stores show is what their registers say: each verifies itself, in depth.
struct ViewChecker: Checker {
    static let invariant = Invariant.derivedViews

    func end(_ world: World) async throws {
        for machine in world.machines {
            guard let store = machine.store else { continue }
            let report = try await store.verify(deep: true)
            for check in report.checks where !check.ok {
                throw violation("\(machine.name): \(check.name): \(check.detail)")
            }
        }
    }
}
