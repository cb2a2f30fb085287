import VNModel
import VNStore
import VNSync

/// A hub and two stores that hold W1, as they are before each run.
struct DeltaScene {
    let bench: Workbench
    let delta: Delta
    private let hub: SavedFolder
    private let a: SavedFolder
    private let b: SavedFolder

    init(_ bench: Workbench, _ delta: Delta) async throws {
        self.bench = bench
        self.delta = delta
        hub = try await bench.hub()
        a = try SavedFolder(try await bench.pull(into: "a").folder, in: bench.work)
        b = try SavedFolder(try await bench.pull(into: "b").folder, in: bench.work)
    }

    /// Lets both stores work apart and then sync: A, B, and A again.
    ///
    /// - Returns: how long the three syncs took, and what went over the wire in them.
    func sync(compression: Bool?) async throws -> (seconds: Double, bytes: Int) {
        for folder in [hub, a, b] { try folder.restore() }
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        let first = try await Replica(open: a.path, hub: daemon.url, compression: compression)
        let second = try await Replica(open: b.path, hub: daemon.url, compression: compression)
        try await work(first.store, second.store)
        var refused = 0
        var seconds = 0.0
        for (name, replica) in [("A", first), ("B", second), ("A", first)] {
            let (report, time) = try await replica.sync(.both)
            seconds += time
            refused += report.pushed.refused
            let moved = "\(report.pushed.changes) up, \(report.pulled.documents) down"
            bench.say("  \(name): \(Finding.text(time)) s, \(moved)")
        }
        let bytes = first.wireBytes + second.wireBytes
        try await first.close()
        try await second.close()
        guard refused == 0 else { throw BenchError("\(refused) changes of W2 were refused") }
        try checkAgreement()
        return (seconds, bytes)
    }

    /// The local work, which belongs to no measure here.
    private func work(_ first: ContentStore, _ second: ContentStore) async throws {
        try await edit(delta.editsOnA, in: first)
        try await edit(delta.editsOnB, in: second)
        let comments = delta.comments
        try await first.write { transaction in
            for comment in comments {
                try transaction.put(comment)
                transaction.endGroup()
            }
        }
        for id in delta.deletions { try await second.delete(id) }
    }

    private func edit(_ edits: [Delta.Edit], in store: ContentStore) async throws {
        try await store.write { transaction in
            for edit in edits {
                try transaction.write(edit.id, .article, [(edit.path, .string(edit.text))])
                transaction.endGroup()
            }
        }
    }

    /// A quick result that is wrong is worth nothing: both stores must hold the same registers.
    private func checkAgreement() throws {
        let file = try SQLiteFile(Workbench.store(in: a.path))
        try file.execute("ATTACH '\(Workbench.store(in: b.path))' AS other")
        for table in ["article", "comment"] {
            for (left, right) in [("main", "other"), ("other", "main")] {
                let different = try file.integer(
                    """
                    SELECT count(*) FROM (SELECT id, digest FROM \(left).\(table)
                        EXCEPT SELECT id, digest FROM \(right).\(table))
                    """)
                guard different == 0 else {
                    throw BenchError("the stores differ in \(different) rows of \(table)")
                }
            }
        }
    }
}
