internal import VNModel

extension ContentStore {
    /// What the store holds, in numbers.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the number of articles, in the pages of an index alone.
    public func statistics() async throws -> StoreStatistics {
        try await read { session in
            func number(_ sql: String) throws -> Int {
                try session.first(sql) { Int($0.integer(0)) } ?? 0
            }
            let replicas = try session.replicaInfos()
            let articles = try number("SELECT count(*) FROM article")
            // The number of all documents is kept with every write. If it is damaged, which a
            // verification tells, the comments are counted.
            let kept = try? Int(clamping: session.digestSum().count) - articles
            return StoreStatistics(
                articles: articles,
                comments: try kept.flatMap { $0 >= 0 ? $0 : nil }
                    ?? number("SELECT count(*) FROM comment"),
                bytes: try number("PRAGMA page_count") * number("PRAGMA page_size"),
                pending: try number("SELECT count(*) FROM pending"),
                refused: try number("SELECT count(*) FROM held"),
                conflicts: try session.conflictCount(),
                schema: try number("PRAGMA user_version"),
                replica: try session.head().replica,
                clock: VersionVector(replicas.map { ($0.id, $0.counter) }),
                name: try session.first("SELECT name FROM store") { $0.text(0) } ?? nil)
        }
    }

    /// How many conflicts the store lists, one for each field of a document.
    package func conflictCount() async throws -> Int { try await read { try $0.conflictCount() } }

    /// The replicas that the store has seen, its own first, then by id.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    public func replicas() async throws -> [ReplicaInfo] {
        try await read { try $0.replicaInfos() }
    }
}

extension StoreSession {
    fileprivate func conflictCount() throws -> Int {
        try first(
            """
            SELECT (SELECT total(conflicts) FROM article WHERE conflicts > 0)
                + (SELECT total(conflicts) FROM comment WHERE conflicts > 0)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    fileprivate func replicaInfos() throws -> [ReplicaInfo] {
        let head = try head()
        let infos = try all("SELECT number, is_own, counter FROM replica") { row in
            let id = try replica(Int(row.integer(0)))
            let isCurrent = id == head.replica
            return ReplicaInfo(
                id: id, isOwn: row.integer(1) == 1, isCurrent: isCurrent,
                counter: max(row.unsigned(2), isCurrent ? head.journal.counter : 0))
        }
        func rank(_ info: ReplicaInfo) -> Int { info.isCurrent ? 0 : info.isOwn ? 1 : 2 }
        return infos.sorted { (rank($0), $0.id) < (rank($1), $1.id) }
    }
}
