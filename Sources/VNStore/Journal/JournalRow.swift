package import VNModel

/// One row of the change journal.
package struct JournalRow: Sendable {
    /// What became of a local change.
    package enum State: Sendable {
        case pending, acknowledged, refused
    }

    /// The change, as it is to be sent.
    package let change: Change
    /// The canonical JSON of its operations.
    package let operations: [UInt8]
    /// The hash of the row as first written.
    package let hash: ChangeHash
    /// Whether operations or stamp changed since the hash was made.
    package let isAmended: Bool
    /// Whether the counter goes out without effect.
    package let isWithdrawn: Bool
    /// Whether no remote has answered for it.
    package let isPending: Bool
    /// Why it was refused.
    package let code: String?
    /// Why it was refused, for people.
    package let message: String?

    /// What became of it.
    package var state: State { isPending ? .pending : code == nil ? .acknowledged : .refused }

    /// Whether only the counter goes out: the change was taken back, or refused somewhere.
    package var isWithoutEffect: Bool { isWithdrawn || state == .refused }
}

extension Change.Operation {
    /// The operations of a journal's or a message's JSON array; `nil` if it is none.
    package static func list(_ json: CanonicalJSON) -> [Change.Operation]? {
        guard let elements = json.array else { return nil }
        var result: [Change.Operation] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard let members = element.object, let path = members["path"]?.string,
                let value = members["value"]
            else { return nil }
            guard
                let seen = members["seen"].map({ VersionVector(json: $0.value) })
                    ?? VersionVector()
            else { return nil }
            result.append(Change.Operation(path: path, encoded: value, seen: seen))
        }
        return result
    }
}

/// A row of the change journal as it was read, without its operations taken apart. That can be done
/// when the transaction is over.
struct EncodedJournalRow: Sendable {
    /// The change without its operations.
    let change: Change
    let operations: [UInt8]
    let hash: ChangeHash
    let isAmended: Bool
    let isWithdrawn: Bool
    let isPending: Bool
    let code: String?
    let message: String?

    /// The whole row.
    ///
    /// - Throws: ``StoreError`` `store.corrupt`.
    func decoded() throws -> JournalRow {
        guard
            let json = try? CanonicalJSON(parsing: operations, depthLimit: Limits.jsonDepth + 3),
            let list = Change.Operation.list(json)
        else { throw EncodedJournalRow.damaged(change.dot.counter) }
        var change = change
        change.operations = list
        return JournalRow(
            change: change, operations: operations, hash: hash, isAmended: isAmended,
            isWithdrawn: isWithdrawn, isPending: isPending, code: code, message: message)
    }

    static func damaged(_ counter: UInt64) -> StoreError {
        StoreError(.corrupt, "journal row \(counter) is damaged; run `vnsync verify --deep`")
    }
}
