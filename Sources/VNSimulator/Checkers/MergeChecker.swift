internal import VNModel

/// Copies that differed in a run merge to the same in any order, any number of times.
struct MergeChecker: Checker {
    static let invariant = Invariant.mergeLaws
    /// Some states that documents had at machines, oldest first.
    private var states: [DocumentID: [Document]] = [:]

    private static let stateLimit = 4

    mutating func step(_ world: World) throws {
        for machine in world.touched {
            for id in machine.view.changed where !machine.damaged.contains(id) {
                guard let document = machine.view.documents[id]?.document,
                    states[id, default: []].count < MergeChecker.stateLimit
                else { continue }
                states[id, default: []].append(document)
            }
        }
    }

    func end(_ world: World) async throws {
        for (id, copies) in states.sorted(by: { $0.key < $1.key }) {
            let forward = merged(copies)
            let backward = merged(copies.reversed())
            guard forward.hasSameRegisters(as: backward) else {
                throw violation("copies of \(id) merge differently in another order")
            }
            let again = merged([forward] + copies + [backward])
            guard forward.hasSameRegisters(as: again) else {
                throw violation("merging copies of \(id) again changes it")
            }
        }
    }

    private func merged(_ copies: [Document]) -> Document {
        var result = copies[0]
        for copy in copies.dropFirst() { result.join(copy) }
        return result
    }
}
