internal import VNModel

extension ContentStore {
    /// Holds the application's resolvers against all concurrent values that stand here: each is
    /// asked twice, and with the values in other orders.
    ///
    /// It reads in short transactions, so that reading and writing go on meanwhile. A resolver that
    /// passes may still fail on other values: `ResolverCheck` of `VNSimulator` makes some up.
    ///
    /// - Throws: ``StoreError`` `store.bad-resolver` with the document and the path in
    ///   ``StoreError/context``; `CancellationError`.
    /// - Complexity: O(*n*) in the documents that have concurrent values.
    public func checkResolvers() async throws {
        guard !configuration.resolvers.isEmpty else { return }
        for kind in DocumentKind.allCases {
            var last: Int64 = 0
            while true {
                try Task.checkCancellation()
                let start = last
                let numbers = try await read { session in
                    let numbers = try session.numbersWithSiblings(kind, after: start)
                    for number in numbers { try session.checkResolvers(kind, number) }
                    return numbers
                }
                guard let reached = numbers.last else { break }
                last = reached
            }
        }
    }

    /// Makes the rows of documents with concurrent values anew if other resolvers made them.
    ///
    /// First the store takes note of the set's name and of the documents, in one transaction; then
    /// it makes their rows in batches, each with its part of the list. Whoever dies meanwhile has
    /// the rest done at the next opening.
    func updateViews() async throws {
        let isDue = try await read { try $0.isViewUpdateDue() }
        guard isDue else { return }
        try await write(.repeatable) { try $0.nameResolvers() }
        while try await write(.repeatable, { try $0.updateViews(limit: StoreLimits.viewBatch) }) {
            try Task.checkCancellation()
        }
    }
}

extension StoreSession {
    private func resolverName() throws -> String {
        try first("SELECT name FROM view_rule") { $0.text(0) ?? "" } ?? ""
    }

    fileprivate func isViewUpdateDue() throws -> Bool {
        if try resolverName() != resolvers.name { return true }
        return try first("SELECT 1 FROM stale_view LIMIT 1") { $0.integer(0) } != nil
    }

    /// From now on rows are made by this program's resolvers; what others made is to be made anew.
    fileprivate func nameResolvers() throws {
        guard try resolverName() != resolvers.name else { return }
        try run("DELETE FROM view_rule")
        if !resolvers.isEmpty {
            try run("INSERT INTO view_rule VALUES (1, ?)", .text(resolvers.name))
        }
        try run("INSERT OR IGNORE INTO stale_view SELECT DISTINCT kind, document FROM sibling")
    }

    /// Makes some of the rows anew.
    ///
    /// - Returns: whether there are more.
    package func updateViews(limit: Int) throws -> Bool {
        // Another process may have named other resolvers meanwhile: the last one has its way.
        guard try resolverName() == resolvers.name else { return false }
        let rows = try all(
            "SELECT kind, document FROM stale_view ORDER BY kind, document LIMIT ?",
            [.integer(Int64(limit))]
        ) { (kind: $0.integer(0), number: $0.integer(1)) }
        for row in rows {
            if let kind = DocumentKind(number: row.kind) { try updateView(kind, row.number) }
            try run(
                "DELETE FROM stale_view WHERE kind = ? AND document = ?", .integer(row.kind),
                .integer(row.number))
        }
        return rows.count == limit
    }

    /// Makes a row anew, at a new place in the feed, so that the search index and whoever looks at
    /// lists follow. Registers keep their places: nothing travels because of it.
    private func updateView(_ kind: DocumentKind, _ number: Int64) throws {
        var found: StoredDocument?
        try stored(kind, where: "number = ?", [.integer(number)]) { found = $0 }
        guard let found, try !differingColumns(of: found).isEmpty else { return }
        try save(found.document, over: found, seq: try nextSeq(), scopeSeq: found.scopeSeq)
    }

    /// The numbers of documents that have concurrent values.
    fileprivate func numbersWithSiblings(
        _ kind: DocumentKind, after number: Int64
    ) throws -> [Int64] {
        try all(
            """
            SELECT DISTINCT document FROM sibling WHERE kind = ? AND document > ?
            ORDER BY document LIMIT ?
            """, [.integer(kind.number), .integer(number), .integer(Int64(StoreLimits.viewBatch))]
        ) { $0.integer(0) }
    }

    fileprivate func checkResolvers(_ kind: DocumentKind, _ number: Int64) throws {
        try stored(kind, where: "number = ?", [.integer(number)]) { stored in
            for field in stored.document.fields where field.register.liveCount > 1 {
                guard let resolver = resolvers[field.path],
                    let problem = resolver.problem(with: field.register.live)
                else { continue }
                throw StoreError(
                    .badResolver,
                    "the application's resolver of \(resolver.pattern) cannot be used: \(problem)",
                    context: [stored.document.id.description, field.path])
            }
        }
    }

    /// Notes a row with concurrent values that this program made although the store names another
    /// set of resolvers, as when two programs have it open: it is made anew by who opens it next.
    func noteView(_ kind: DocumentKind, _ number: Int64) throws {
        let isOther = try hasOtherResolvers ?? (resolverName() != resolvers.name)
        hasOtherResolvers = isOther
        guard isOther else { return }
        try run(
            "INSERT OR IGNORE INTO stale_view VALUES (?, ?)", .integer(kind.number),
            .integer(number))
    }

    /// Whether a row may show what other resolvers than this program's chose.
    func isOtherView(_ kind: DocumentKind, _ number: Int64) throws -> Bool {
        if try resolverName() != resolvers.name { return true }
        return try first(
            "SELECT 1 FROM stale_view WHERE kind = ? AND document = ?",
            [.integer(kind.number), .integer(number)], { $0.integer(0) }) != nil
    }
}
