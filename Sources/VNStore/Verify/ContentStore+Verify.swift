internal import VNModel

extension ContentStore {
    /// Checks the store, and if asked repairs what can be computed again.
    ///
    /// The quick part asks SQLite for the structure of the file and looks at the store's own row.
    /// The deep part reads everything: it computes the journal's hash chain again, compares each
    /// row with what its registers say, and the search index with the texts. It works in short
    /// read transactions, so that reading and writing go on meanwhile; what is written while it
    /// runs may be missed.
    ///
    /// A repair writes derived columns, topics, the feed's head and the search index anew; it also
    /// lets SQLite check that index, during which nobody else can write. It cannot bring content
    /// back: documents whose content is not what was written are noted to be fetched whole at the
    /// next sync with each remote.
    ///
    /// - Parameters:
    ///   - deep: whether everything is read.
    ///   - repair: whether to repair; implies `deep`. The checks then tell what is left.
    ///   - progress: called after each batch of rows.
    /// - Returns: the checks; a damaged store is a result, not an error.
    /// - Throws: `CancellationError`; ``StoreError`` if the store cannot be read at all.
    @concurrent
    public func verify(
        deep: Bool = false, repair: Bool = false,
        progress: (@Sendable (VerifyProgress) -> Void)? = nil
    ) async throws -> VerifyReport {
        var verifier = Verifier(store: self, repairs: repair, progress: progress)
        try await verifier.run(deep: deep || repair)
        guard verifier.repaired > 0 else {
            return VerifyReport(checks: verifier.checks, repaired: 0)
        }
        var second = Verifier(store: self, repairs: false, progress: progress)
        try await second.run(deep: true)
        return VerifyReport(checks: second.checks, repaired: verifier.repaired)
    }
}

/// One run of the checks.
struct Verifier {
    let store: ContentStore
    let repairs: Bool
    let progress: (@Sendable (VerifyProgress) -> Void)?
    var checks: [VerifyCheck] = []
    var repaired = 0

    init(
        store: ContentStore, repairs: Bool, progress: (@Sendable (VerifyProgress) -> Void)?
    ) {
        self.store = store
        self.repairs = repairs
        self.progress = progress
    }

    mutating func run(deep: Bool) async throws {
        try await finding("integrity") { try await $0.checkIntegrity(deep: deep) }
        try await finding("references") { try await $0.checkForeignKeys() }
        try await finding("store") { try await $0.checkStore() }
        guard deep else { return }
        try await finding("journal") { try await $0.checkJournal() }
        try await finding("documents") { try await $0.checkDocuments() }
        try await finding("feed") { try await $0.checkFeed() }
        try await finding("digests") { try await $0.checkDigests() }
        try await finding("search") { try await $0.checkSearch() }
        try await finding("media") { try await $0.checkMedia() }
    }

    /// Runs a check. Damage that keeps it from its end is its result; the others still run.
    private mutating func finding(
        _ name: String, _ check: (inout Verifier) async throws -> Void
    ) async throws {
        do {
            try await check(&self)
        } catch let error as StoreError where error.code == .corrupt {
            checks.append(VerifyCheck(name: name, ok: false, detail: error.message))
        }
    }

    /// The checks that tell whether a copy of the file is whole.
    mutating func runForCopy() async throws {
        try await checkIntegrity(deep: false)
        try await checkForeignKeys()
        try await checkStore()
        try await checkJournal()
    }

    func report(_ check: String, _ done: Int, of total: Int = 0) throws {
        try Task.checkCancellation()
        progress?(VerifyProgress(check: check, done: done, total: total))
    }

    private mutating func checkIntegrity(deep: Bool) async throws {
        let name = "integrity"
        try report(name, 0)
        let pragma = deep ? "integrity_check" : "quick_check"
        let lines = try await store.read { session in
            try session.all("PRAGMA \(pragma)(\(StoreLimits.verifyDetails))") {
                $0.text(0) ?? ""
            }
        }
        var findings = Findings(name)
        for line in lines where line != "ok" { findings.add(line) }
        checks.append(findings.check(deep ? "all pages and indexes" : "all pages"))
    }

    private mutating func checkForeignKeys() async throws {
        let name = "references"
        try report(name, 0)
        let broken = try await store.read { session in
            try session.all("PRAGMA foreign_key_check") { row in
                "row \(row.integer(1)) of \(row.text(0) ?? "") names no row of \(row.text(2) ?? "")"
            }
        }
        var findings = Findings(name)
        for line in broken { findings.add(line) }
        checks.append(findings.check("every row that is named stands"))
    }

    private mutating func checkStore() async throws {
        let name = "store"
        try report(name, 0)
        var findings = Findings(name)
        for problem in try await store.read({ try $0.problemsOfHead() }) { findings.add(problem) }
        checks.append(findings.check("the store's own row fits journal and feed"))
        guard repairs, findings.count > 0 else { return }
        repaired += try await store.write(.durable) { try $0.repairHead() }
    }
}

extension StoreSession {
    /// What of the store's own row does not fit the rest.
    fileprivate func problemsOfHead() throws -> [String] {
        var problems: [String] = []
        let rows = try first("SELECT count(*) FROM store") { Int($0.integer(0)) } ?? 0
        guard rows == 1 else { return ["there are \(rows) rows about the store"] }
        let head = try head()
        if !(try ownReplicas().contains(head.replica)) {
            problems.append("replica \(head.replica) is not noted as own")
        }
        let newest = try newestSeq()
        if newest > head.seq {
            problems.append("the feed reaches \(newest), its head is noted as \(head.seq)")
        }
        if head.searchSeq > head.seq {
            problems.append("the search index is noted to be ahead of the feed")
        }
        let number = try knownNumber(of: head.replica) ?? 0
        let last = try first(
            """
            SELECT counter, hash FROM journal WHERE replica = ? ORDER BY counter DESC LIMIT 1
            """, [.integer(Int64(number))]
        ) { (counter: $0.unsigned(0), hash: $0.blob(1)) }
        if let last {
            if last.counter != head.journal.counter {
                problems.append(
                    "the journal ends at \(last.counter), its head is noted as "
                        + "\(head.journal.counter)")
            } else if last.hash != head.journal.hash.bytes {
                problems.append("the journal's last hash is not the one noted")
            }
        }
        return problems
    }

    /// The newest place in the feed that anything stands at.
    private func newestSeq() throws -> UInt64 {
        try ["article", "comment", "purged"].map { table in
            try first("SELECT max(seq) FROM \(table)") { $0.unsigned(0) } ?? 0
        }.max() ?? 0
    }

    /// Moves the feed's head behind everything that stands in it, and the index's mark to it.
    ///
    /// The journal's head is not repaired: a counter must never be given twice.
    fileprivate func repairHead() throws -> Int {
        let newest = try newestSeq()
        var head = try head()
        let before = head
        head.seq = max(head.seq, newest)
        head.searchSeq = min(head.searchSeq, head.seq)
        try changeHead { $0 = head }
        return head == before ? 0 : 1
    }
}
