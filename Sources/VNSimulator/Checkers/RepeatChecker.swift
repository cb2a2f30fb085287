/// A push that comes twice is answered twice the same.
struct RepeatChecker: Checker {
    static let invariant = Invariant.idempotentPush

    func step(_ world: World) throws {
        for replica in world.replicas {
            if let difference = replica.record.takeDifferences().first {
                throw violation("\(replica.name): \(difference)")
            }
        }
    }
}
