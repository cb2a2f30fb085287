internal import VNModel

extension ContentStore {
    /// The held changes, oldest first.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    public func heldChanges() async throws -> [HeldChange] {
        try await read { try $0.heldChanges("ORDER BY number", []) }
    }

    /// A held change.
    ///
    /// - Throws: ``StoreError`` `store.no-such-held-change`.
    public func heldChange(_ number: Int) async throws -> HeldChange {
        try await read { try $0.heldChange(number) }
    }

    /// Makes a held change anew, as a local change on the document as it stands now, and lets go
    /// of the held one; one durable transaction.
    ///
    /// What others wrote meanwhile is superseded. A deletion covers all that stands by now.
    ///
    /// - Throws: ``StoreError`` `store.no-such-held-change`; `store.invalid-request` if the
    ///   document is gone for good; `ContentError` if it would not be complete, for instance
    ///   because it is no longer here.
    @discardableResult
    public func retryHeld(_ number: Int) async throws -> WriteReceipt {
        try await write { transaction in
            let session = transaction.session
            let held = try session.heldChange(number)
            let id = held.document
            let isPurged = try session.first("SELECT 1 FROM purged WHERE doc = ?", [.id(id)]) {
                $0.integer(0)
            }
            guard isPurged == nil else {
                throw StoreError(
                    .invalidRequest,
                    "\(held.kind.rawValue) \(id) was removed for good; the change can only be "
                        + "discarded", context: [id.description])
            }
            let document = try transaction.document(id)
            guard document.map({ $0.kind == held.kind }) ?? true else {
                throw StoreError(
                    .invalidRequest, "\(id) is no \(held.kind.rawValue) any more",
                    context: [id.description])
            }
            let operations = held.operations.map { operation in
                guard operation.path == RegisterPath.deleted,
                    var mark = DeletionMark(operation.value)
                else { return (path: operation.path, value: operation.value) }
                mark.saw = document?.vector ?? VersionVector()
                return (path: operation.path, value: mark.value)
            }
            let counter = try transaction.write(id, held.kind, operations)
            try session.removeHeld(number)
            return WriteReceipt(id: id, counter: counter)
        }
    }

    /// Lets go of a held change for good.
    ///
    /// - Throws: ``StoreError`` `store.no-such-held-change`.
    public func discardHeld(_ number: Int) async throws {
        try await write(.durable) { session in
            _ = try session.heldChange(number)
            try session.removeHeld(number)
        }
    }
}

extension StoreError.Code {
    /// No held change has this number.
    public static let noSuchHeldChange = Self("store.no-such-held-change")
}

extension StoreSession {
    fileprivate func removeHeld(_ number: Int) throws {
        try run("DELETE FROM held WHERE number = ?", .integer(Int64(number)))
    }

    fileprivate func heldChange(_ number: Int) throws -> HeldChange {
        guard
            let held = try heldChanges("WHERE number = ?", [.integer(Int64(number))]).first
        else {
            throw StoreError(
                .noSuchHeldChange, "no held change has the number \(number)",
                context: [String(number)])
        }
        return held
    }

    fileprivate func heldChanges(_ rest: String, _ values: [SQLValue]) throws -> [HeldChange] {
        try all(
            """
            SELECT number, doc, kind, cid, replica, counter, ops, code, message, held_ms
            FROM held \(rest)
            """, values
        ) { row in
            let counter = row.unsigned(5)
            let json = row.withBytes(6) {
                try? CanonicalJSON(parsing: Array($0), depthLimit: Limits.jsonDepth + 3)
            }
            guard counter > 0, let document = row.id(1), let cid = row.id(3),
                let kind = DocumentKind(number: row.integer(2)),
                let operations = json.flatMap({ Change.Operation.list($0) })
            else {
                throw StoreError(.corrupt, "held change \(row.integer(0)) is damaged")
            }
            return HeldChange(
                number: Int(row.integer(0)), document: document, kind: kind, cid: cid,
                dot: Dot(try replica(Int(row.integer(4))), counter),
                operations: operations.map {
                    HeldChange.Operation(path: $0.path, value: $0.value)
                }, code: row.text(7) ?? "", message: row.text(8) ?? "",
                heldSince: row.unsigned(9))
        }
    }
}
