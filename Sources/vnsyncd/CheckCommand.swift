internal import ArgumentParser
internal import VNEndpoint
internal import VNStore

/// `vnsyncd check`: is the hub's file whole?
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify a hub's store: the file, its documents and every replica's ledger.")

    @Option(help: "The store's file.")
    var data: String

    func run() async throws {
        do {
            let store = try await ContentStore.open(at: data)
            var lines = try await store.verify(deep: true, repair: false).checks.map {
                (name: $0.name, isOK: $0.ok, detail: $0.detail)
            }
            lines.append(try await ledgers(store))
            try await store.close()
            for line in lines {
                DaemonError.write("\(line.isOK ? "ok" : "BAD")  \(line.name)  \(line.detail)")
            }
            guard lines.allSatisfy(\.isOK) else {
                throw DaemonError(
                    code: "store.corrupt", message: "the hub's store is damaged",
                    hint: "put a backup back, or clone from a store that holds the content",
                    status: 65)
            }
        } catch let error as StoreError {
            throw DaemonError(error)
        }
    }

    /// Each ledger stands at the last row of a change log without gaps.
    private func ledgers(
        _ store: ContentStore
    ) async throws -> (name: String, isOK: Bool, detail: String) {
        let broken = try await store.read { session in
            try session.all(
                """
                SELECT r.id FROM ledger l JOIN replica r ON r.number = l.replica
                LEFT JOIN (SELECT replica, count(*) AS n, min(counter) AS low, max(counter) AS high
                    FROM change_log GROUP BY replica) g ON g.replica = l.replica
                WHERE g.n IS NULL OR g.high <> l.counter OR g.high - g.low + 1 <> g.n
                ORDER BY r.id LIMIT 20
                """
            ) { $0.text(0) ?? "" }
        }
        let detail = broken.isEmpty ? "" : "of " + broken.joined(separator: ", ")
        return ("ledgers", broken.isEmpty, detail)
    }
}
