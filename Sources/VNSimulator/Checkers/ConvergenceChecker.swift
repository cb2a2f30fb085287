internal import VNModel
internal import VNStore

/// All replicas hold what the hub holds, as far as their scope goes.
struct ConvergenceChecker: Checker {
    static let invariant = Invariant.convergence

    func end(_ world: World) async throws {
        try world.checkHubs()
        for replica in world.replicas {
            let hub = world.home(of: replica).machine.view
            let view = replica.machine.view
            for (id, entry) in view.documents.sorted(by: { $0.key < $1.key }) {
                guard let held = hub.documents[id]?.document else {
                    throw violation("\(replica.name) holds \(id), the hub does not")
                }
                guard admits(replica.scope, held, hub) else {
                    throw violation("\(replica.name) holds \(id) outside its scope")
                }
                guard entry.document.hasSameRegisters(as: held) else {
                    let paths = Set((entry.document.fields + held.fields).map(\.path)).sorted()
                        .filter { entry.document[$0] != held[$0] }
                    throw violation(
                        "\(replica.name) and the hub differ in \(id) at "
                            + paths.joined(separator: ", "))
                }
                guard entry.document.digest == held.digest else {
                    throw violation("digests of \(id) differ")
                }
            }
            for (id, entry) in hub.documents.sorted(by: { $0.key < $1.key })
            where view.documents[id] == nil && admits(replica.scope, entry.document, hub) {
                throw violation("\(replica.name) lacks \(id)")
            }
        }
    }

    /// Whether a scope of sections admits a document.
    private func admits(_ scope: Scope, _ document: Document, _ hub: StoreView) -> Bool {
        guard let sections = scope.sections else { return true }
        var article: Document? = document
        if document.kind == .comment {
            article = document.value("articleId")?.string.flatMap { DocumentID($0) }
                .flatMap { hub.documents[$0]?.document }
        }
        guard let section = article?.value("section")?.string else { return false }
        return sections.contains(section)
    }
}
