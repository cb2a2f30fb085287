package import VNModel

extension ContentStore {
    /// Documents as a trusted store offers them to a hub that was put back, in the order of their
    /// ids: registers of any author, but those that hold a change which waits or was refused, and
    /// no document that is to be read again.
    ///
    /// - Parameters:
    ///   - name: the remote.
    ///   - after: the id behind which to begin; `nil`: at the first.
    ///   - limit: at most so many documents are looked at.
    /// - Returns: the documents, and the last id that was looked at; `nil` if there is none more.
    /// - Throws: ``StoreError``.
    /// - Source: VN-WIRE-144, C5, C8
    package func documentsToOffer(
        remote name: String, after: DocumentID?, limit: Int
    ) async throws -> (documents: [Document], last: DocumentID?) {
        try await read { session in
            let remote = try session.remoteNumber(name)
            let ids = try session.all(
                """
                SELECT id FROM (SELECT id FROM article UNION ALL SELECT id FROM comment)
                WHERE id > ? AND id NOT IN (SELECT doc FROM reread WHERE remote = ?)
                ORDER BY id LIMIT ?
                """,
                [
                    after.map { .id($0) } ?? .blob([]), .integer(remote), .integer(Int64(limit)),
                ]
            ) { $0.id(0) }.compactMap { $0 }
            let own = Set(try session.ownReplicas())
            return (try ids.compactMap { try session.offered($0, own) }, ids.last)
        }
    }
}

extension StoreSession {
    /// What of a document can be offered; `nil`: nothing.
    fileprivate func offered(_ id: DocumentID, _ own: Set<ReplicaID>) throws -> Document? {
        guard let document = try stored(id)?.document else { return nil }
        var pending: Set<String> = []
        for row in try pendingChanges(of: id) {
            pending.formUnion(row.change.operations.map(\.path))
        }
        var part = Document(id: id, kind: document.kind)
        for field in document.fields where !pending.contains(field.path) {
            let mine = field.register.live.map(\.dot).filter { own.contains($0.replica) }
            guard try mine.allSatisfy({ try !isWithoutEffect($0) }) else { continue }
            part.set(field.path, field.register)
        }
        return part.isEmpty ? nil : part
    }

    /// Whether a change was refused, or taken back, as far as the journal still holds it.
    private func isWithoutEffect(_ dot: Dot) throws -> Bool {
        guard let number = try knownNumber(of: dot.replica) else { return false }
        var result = false
        try journal(
            where: "replica = ? AND counter = ?", [.integer(Int64(number)), .integer(dot.counter)]
        ) {
            result = $0.isWithoutEffect
            return false
        }
        return result
    }
}
