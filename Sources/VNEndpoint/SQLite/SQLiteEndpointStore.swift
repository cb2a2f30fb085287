package import VNModel
package import VNStore

/// An endpoint's store in one SQLite file: a content store and, beside it, the ledger of what
/// clients pushed.
package struct SQLiteEndpointStore: EndpointStore {
    private let store: ContentStore
    /// The content store whose feed is served.
    package var content: ContentStore { store }

    /// - Parameter store: the content store whose feed is served.
    package init(_ store: ContentStore) { self.store = store }

    /// Opens the store at a path, or makes one.
    ///
    /// A file that was copied, or put back from a copy, takes a new generation: its feed goes on
    /// in another way than that of the original, and clients have to know. What came behind the
    /// copy they offer again, so its recovery begins too.
    ///
    /// - Throws: `StoreError`.
    package static func open(
        at path: String, configuration: StoreConfiguration = StoreConfiguration()
    ) async throws -> SQLiteEndpointStore {
        let store: ContentStore
        do {
            store = try await ContentStore.open(at: path, configuration: configuration)
        } catch let error as StoreError where error.code == .notFound {
            store = try await ContentStore.create(
                at: path, name: nil, configuration: configuration)
        }
        let generation = configuration.environment.newReplicaID().description
        if try await store.read({ try $0.head().isCopied }) {
            try await store.write(.durable) { session in
                let isHubOnly = try session.head().journal.counter == 0
                // A file that also has a journal of its own is marked until that took a new id.
                try session.run(
                    isHubOnly
                        ? "UPDATE store SET generation = ?, is_copied = 0"
                        : "UPDATE store SET generation = ?", .text(generation))
                try session.openRecoveryWindow()
            }
        }
        return SQLiteEndpointStore(store)
    }

    /// Closes the store; nothing can be called afterwards.
    package func close() async throws { try await store.close() }

    /// Runs a closure and closes the store, whether or not the closure fails.
    package func use<T>(
        _ body: (SQLiteEndpointStore) async throws -> T
    ) async throws -> T {
        try await store.use { _ in try await body(self) }
    }

    /// Runs a closure in a read transaction of its own.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T {
        try await store.read { session in try body(SQLiteEndpointSession(session)) }
    }

    /// Runs a closure in one durable write transaction.
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        try await store.write(.durable) { session in try body(SQLiteEndpointSession(session)) }
    }

    /// Runs a closure in one durable write transaction; the documents of the changes are read, and
    /// their rows are made, before.
    package func write<T: Sendable>(
        expecting changes: [Change],
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        // A document is here already if a change's writer has observed what is.
        let held = await store.readAhead(
            changes.lazy.filter { !$0.begins }.map { ($0.document, $0.kind) })
        let rows = await PreparedRows(
            SQLiteEndpointStore.expected(changes, over: held), over: held)
        return try await store.write(.durable) { session in
            try body(SQLiteEndpointSession(session, rows))
        }
    }

    /// Documents as the changes will probably leave them.
    private static func expected(
        _ changes: [Change], over held: [DocumentID: StoredDocument]
    ) -> [Document] {
        var documents: [DocumentID: Document] = [:]
        for change in changes {
            let id = change.document
            if documents[id] == nil {
                let new = change.begins ? Document(id: id, kind: change.kind) : nil
                documents[id] = held[id]?.document ?? new
            }
            guard documents[id]?.kind == change.kind else { continue }
            documents[id]?.apply(change)
        }
        return Array(documents.values)
    }
}

extension Change {
    /// Whether it has observed nothing, as the first change of a document.
    fileprivate var begins: Bool { operations.allSatisfy { $0.seen.entries.isEmpty } }
}
