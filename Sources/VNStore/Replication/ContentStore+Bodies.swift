package import VNModel

extension ContentStore {
    /// Takes the bodies of some articles out, because no remote's are wanted any more. What of an
    /// article waits to be pushed keeps it as it is. One transaction.
    ///
    /// - Parameters:
    ///   - id: where to go on, exclusive; `nil`: at the beginning.
    ///   - limit: articles that are looked at.
    /// - Returns: where to go on; `nil` at the end.
    package func dropBodies(after id: DocumentID?, limit: Int = 200) async throws -> DocumentID? {
        try await write(.repeatable) { session in
            guard try session.remotes().allSatisfy({ !$0.scope.includesBodies }) else { return nil }
            let ids = try session.all(
                "SELECT id FROM article WHERE body IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
                [id.map { .id($0) } ?? .blob([]), .integer(Int64(limit))]
            ) { $0.id(0) }.compactMap { $0 }
            for id in ids where try !session.hasPending(id) {
                guard let stored = try session.stored(id, .article) else { continue }
                var document = Document(id: id, kind: .article)
                for field in stored.document.fields
                where RegisterPath.family(field.path) != "body" {
                    document.set(field.path, field.register, seq: field.seq, by: field.by)
                }
                try session.save(
                    document, over: stored, seq: try session.nextSeq(), scopeSeq: stored.scopeSeq)
            }
            return ids.count == limit ? ids.last : nil
        }
    }
}
