internal import VNModel
internal import VNStore

/// What stores show is what their registers say: each verifies itself, in depth. An application's
/// resolvers are pure functions of the values that came together.
struct ViewChecker: Checker {
    static let invariant = Invariant.derivedViews

    func step(_ world: World) throws {
        let resolvers = world.configuration.resolvers
        guard !resolvers.isEmpty else { return }
        for machine in world.touched {
            for id in machine.view.changed {
                for field in machine.view.documents[id]?.document.fields ?? [] {
                    guard let resolver = resolvers[field.path],
                        let problem = resolver.problem(with: field.register.live)
                    else { continue }
                    throw violation("the resolver of \(resolver.pattern): \(problem)")
                }
            }
        }
    }

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
