/// Concurrent values of one register, or a deletion against edits, that people should look at.
public struct Conflict: Hashable, Sendable {
    /// One of the values.
    public struct Value: Hashable, Sendable {
        /// The write that made it.
        public let dot: Dot
        /// When it was written.
        public let stamp: HybridTimestamp
        /// The value; `null` removes. In a conflict about a deletion `null` means "keep".
        public let value: JSONValue
        /// Whether readers see this one.
        public let isShown: Bool
    }

    /// The document.
    public let document: DocumentID
    /// The register.
    public let path: String
    /// The values, sorted by dot; the same value written twice stands twice.
    public let values: [Value]
}

extension Document {
    /// The conflicts of this document, sorted by path; none for a deleted document.
    public var conflicts: [Conflict] {
        guard !isDeleted, !isErased else { return [] }
        var result: [Conflict] = []
        for field in fields {
            if field.path == RegisterPath.deleted {
                if hasDeletionConflict { result.append(deletionConflict(field.register)) }
                continue
            }
            guard field.register.liveCount > 1 else { continue }
            let view = view(of: field.path, field.register.live)
            guard view.isConflict else { continue }
            let shown = view.shown?.dot
            result.append(
                Conflict(
                    document: id, path: field.path,
                    values: field.register.live.map {
                        Conflict.Value(
                            dot: $0.dot, stamp: $0.stamp, value: $0.value, isShown: $0.dot == shown)
                    }))
        }
        return result
    }

    /// The deletions on one side; on the other what keeps the article alive.
    private func deletionConflict(_ register: Register) -> Conflict {
        var values = register.live.map {
            Conflict.Value(
                dot: $0.dot, stamp: $0.stamp, value: $0.value, isShown: $0.isNull)
        }
        if let edit = editsNotSeenByDeletion.last {
            values.append(
                Conflict.Value(dot: edit.dot, stamp: edit.stamp, value: .null, isShown: true))
        }
        return Conflict(
            document: id, path: RegisterPath.deleted, values: values.sorted { $0.dot < $1.dot })
    }
}
