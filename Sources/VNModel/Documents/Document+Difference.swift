extension Document {
    /// The places of the registers that an earlier state does not have, or not in the same state,
    /// each with what stood there.
    ///
    /// - Complexity: O(*n* + *m*).
    package func fields(
        changedSince before: Document?
    ) -> [(index: Int, before: Field?)] {
        guard let before else { return fields.indices.map { ($0, nil) } }
        var changed: [(index: Int, before: Field?)] = []
        // Both are sorted by path.
        var place = 0
        for index in fields.indices {
            let path = fields[index].path
            while place < before.fields.count,
                JSONObject.precedes(before.fields[place].path, path)
            {
                place += 1
            }
            guard place < before.fields.count, JSONObject.isSame(before.fields[place].path, path)
            else {
                changed.append((index, nil))
                continue
            }
            if before.fields[place].register != fields[index].register {
                changed.append((index, before.fields[place]))
            }
            place += 1
        }
        return changed
    }

    /// Gives the registers that differ from an earlier state of the document a new place in the
    /// feed.
    package mutating func mark(
        changedSince before: Document?, seq: UInt64, by: ReplicaID? = nil
    ) {
        for (index, _) in fields(changedSince: before) { mark(index, seq: seq, by: by) }
    }

    /// Whether something that decides the document's scope differs from an earlier state.
    package func decidesScope(since before: Document?) -> Bool {
        guard kind == .article else { return before == nil }
        return fields.contains { field in
            Scope.decides(field.path) && before?.field(field.path)?.register != field.register
        }
    }
}
