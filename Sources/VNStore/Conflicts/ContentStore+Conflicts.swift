public import VNModel

extension ContentStore {
    /// The conflicts of a document, or of all documents, in the order of ids and paths.
    ///
    /// - Parameter id: the document; `nil`: all, articles first.
    /// - Throws: ``StoreError`` `store.no-such-document`.
    /// - Complexity: O(*n*) in the documents that have conflicts.
    public func conflicts(_ id: DocumentID? = nil) async throws -> [Conflict] {
        try await read { session in
            if let id {
                guard let stored = try session.stored(id) else {
                    throw StoreError.noSuchDocument(id)
                }
                return stored.document.conflicts
            }
            var conflicts: [Conflict] = []
            for kind in DocumentKind.allCases {
                try session.stored(kind, where: "conflicts > 0 ORDER BY id", []) {
                    conflicts += $0.document.conflicts
                }
            }
            return conflicts
        }
    }

    /// Resolves a conflict by a new write, which supersedes all values that stand here.
    ///
    /// A value that arrives later and had not seen this write makes a conflict again. To take a
    /// deletion deletes the article with all that it has seen by now; to take what stands against
    /// it keeps the article.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - path: the register; may be left out if the document has one conflict.
    ///   - take: which value.
    /// - Throws: ``StoreError`` `store.no-such-document`; `store.invalid-request` if there is no
    ///   such conflict or no such value, with the paths of the conflicts in
    ///   ``StoreError/context``; `ContentError`.
    @discardableResult
    public func resolve(
        _ id: DocumentID, path: String? = nil, take: Resolution
    ) async throws -> WriteReceipt {
        try await write { transaction in
            guard let document = try transaction.document(id) else {
                throw StoreError.noSuchDocument(id)
            }
            let conflict = try document.conflict(at: path)
            let own = Set(try transaction.session.ownReplicas())
            var resolver = ConflictResolver(
                document: document, conflict: conflict, ownReplicas: own,
                environment: transaction.session.environment)
            let operations = try resolver.operations(take)
            return WriteReceipt(
                id: id, counter: try transaction.write(id, document.kind, operations))
        }
    }
}

extension Document {
    /// The conflict at a path, or the only one.
    fileprivate func conflict(at path: String?) throws -> Conflict {
        let conflicts = conflicts
        let paths = conflicts.map(\.path)
        if let path {
            guard let conflict = conflicts.first(where: { $0.path == path }) else {
                throw StoreError(
                    .invalidRequest, "\(kind.rawValue) \(id) has no conflict at \(path)",
                    context: paths)
            }
            return conflict
        }
        guard let first = conflicts.first else {
            throw StoreError(.invalidRequest, "\(kind.rawValue) \(id) has no conflict")
        }
        guard conflicts.count == 1 else {
            throw StoreError(
                .invalidRequest,
                "\(kind.rawValue) \(id) has \(conflicts.count) conflicts; name one of the fields",
                context: paths)
        }
        return first
    }
}
