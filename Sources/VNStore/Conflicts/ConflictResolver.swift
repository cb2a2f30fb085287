internal import VNModel

/// Turns a choice between the values of a conflict into the registers to write.
struct ConflictResolver {
    let document: Document
    let conflict: Conflict
    /// This store's ids, the present one and the former.
    let ownReplicas: Set<ReplicaID>
    let environment: any Environment

    /// The registers to write.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` if there is no such value.
    mutating func operations(_ take: Resolution) throws -> [(path: String, value: JSONValue)] {
        switch take {
        case .local:
            return try write(
                try newest { ownReplicas.contains($0.dot.replica) }
                    .orThrow("none of the values was written here"))
        case .remote:
            return try write(
                try newest { !ownReplicas.contains($0.dot.replica) }
                    .orThrow("all of the values were written here"))
        case .index(let place):
            guard conflict.values.indices.contains(place - 1) else {
                throw StoreError(
                    .invalidRequest,
                    "there are \(conflict.values.count) values, counted from 1")
            }
            return try write(conflict.values[place - 1].value)
        case .value(let value):
            guard conflict.path != RegisterPath.deleted || value.isNull else {
                throw StoreError(
                    .invalidRequest, "a deletion is taken by its place in the list")
            }
            return try write(value)
        case .both: return try both()
        }
    }

    private func newest(_ isMeant: (Conflict.Value) -> Bool) -> JSONValue? {
        conflict.values.filter(isMeant)
            .max { ($0.stamp, $0.dot) < ($1.stamp, $1.dot) }?.value
    }

    private func write(_ value: JSONValue) throws -> [(path: String, value: JSONValue)] {
        guard conflict.path == RegisterPath.deleted, !value.isNull else {
            return [(conflict.path, value)]
        }
        let now = Timestamp(milliseconds: Int64(environment.milliseconds()))
        let mark = DeletionMark(
            at: now.rfc3339, by: DeletionMark(value)?.by, saw: document.vector)
        return [(conflict.path, mark.value)]
    }

    /// The shown block as it is, and each other one as a new block behind it.
    private func both() throws -> [(path: String, value: JSONValue)] {
        guard document.kind == .article, RegisterPath.family(conflict.path) == "body",
            let shown = document.value(conflict.path)
        else {
            throw StoreError(
                .invalidRequest, "only of a block in a body both values can be kept")
        }
        var others: [JSONObject] = []
        for value in conflict.values where !value.isShown {
            guard let object = value.value.object, value.value != shown,
                !others.contains(object)
            else { continue }
            others.append(object)
        }
        var lower = shown["order"]?.string
        let upper = nextOrder(behind: lower)
        var result: [(path: String, value: JSONValue)] = [(conflict.path, shown)]
        for var other in others {
            let order = ConflictResolver.key(behind: lower, before: upper)
            other["order"] = .string(order)
            result.append(("body/" + newBlockID(), .object(other)))
            lower = order
        }
        return result
    }

    /// The least key of a block that stands behind a key.
    private func nextOrder(behind order: String?) -> String? {
        document.members(of: "body").compactMap { $0.value["order"]?.string }
            .filter { JSONObject.precedes(order ?? "", $0) }
            .min { JSONObject.precedes($0, $1) }
    }

    /// A key between two, where they are keys; blocks of a newer version may have others.
    private static func key(behind lower: String?, before upper: String?) -> String {
        FractionalIndex.between(
            lower.flatMap { FractionalIndex.isValid($0) ? $0 : nil },
            upper.flatMap { FractionalIndex.isValid($0) ? $0 : nil })
    }

    /// An id that no block of the article has, in use or removed.
    private func newBlockID() -> String {
        while true {
            let id = ReplicaID(bits: environment.random()).description
            if document.field("body/" + id) == nil { return id }
        }
    }
}

extension Optional where Wrapped == JSONValue {
    fileprivate func orThrow(_ message: String) throws -> JSONValue {
        guard let self else { throw StoreError(.invalidRequest, message) }
        return self
    }
}
