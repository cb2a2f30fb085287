package import VNModel

/// How the documents of a range here and at a hub differ.
package struct RangeDifference: Hashable, Sendable {
    /// Documents that the hub has and the store has not.
    package var missing: [DocumentID] = []
    /// Documents that the store has and the hub has not.
    package var extra: [DocumentID] = []
    /// Documents that both have, in another state.
    package var differing: [DocumentID] = []
    /// Documents that differ because something of them waits here.
    package var pending = 0
    /// Documents that differ because the hub changed them since the last pull.
    package var newer = 0
    /// Whether the limit was reached before all was looked at.
    package var isCut = false

    /// No difference.
    package init() {}
}

extension ContentStore {
    /// The sum of all documents, if it must be that of the remote after a complete pull: there is
    /// no other remote, nothing waits to be pushed, fetched again or evicted.
    package func comparableSum(remote name: String) async throws -> DigestSum? {
        try await read { session in
            _ = try session.remoteNumber(name)
            let others = try session.first(
                """
                SELECT (SELECT count(*) FROM remote) - 1 + EXISTS (SELECT 1 FROM pending)
                    + EXISTS (SELECT 1 FROM reread) + EXISTS (SELECT 1 FROM eviction)
                """
            ) { $0.integer(0) }
            return others == 0 ? try session.digestSum() : nil
        }
    }

    /// The sum of each of some ranges, which ascend and meet, from the documents' rows.
    package func digestSums(_ ranges: [IDRange]) async throws -> [DigestSum] {
        try await read { try $0.digestSums(ranges) }
    }

    /// Makes the kept sum of all documents anew if it is not that of the rows.
    ///
    /// - Returns: whether it was not.
    package func recountDigests() async throws -> Bool {
        let isSame = try await read { session in
            let rows = try session.digestSums([.all])[0]
            return (try? session.digestSum()) == rows
        }
        return try isSame ? false : await write(.repeatable) { try $0.recountDigests() }
    }

    /// Compares the documents of a range with all that a hub has there.
    ///
    /// - Parameters:
    ///   - range: the ids.
    ///   - entries: what the hub has, and whether a pull will bring it.
    ///   - limit: how many differences are told at most.
    package func difference(
        in range: IDRange, to entries: [DocumentID: (digest: [UInt8], isNewer: Bool)], limit: Int
    ) async throws -> RangeDifference {
        try await read { session in
            var result = RangeDifference()
            var rest = entries
            var found: [(id: DocumentID, isExtra: Bool)] = []
            try session.digests(in: range) { own in
                let other = rest.removeValue(forKey: own.id)
                guard other?.digest != own.digest else { return }
                if other?.isNewer ?? false {
                    result.newer += 1
                } else if found.count < limit {
                    found.append((own.id, other == nil))
                } else {
                    result.isCut = true
                }
            }
            for (id, isExtra) in found.sorted(by: { $0.id < $1.id }) {
                if try session.isUnderWay(id) {
                    result.pending += 1
                } else if isExtra {
                    result.extra.append(id)
                } else {
                    result.differing.append(id)
                }
            }
            for (id, entry) in rest {
                if try entry.isNewer || session.isUnderWay(id) {
                    result.newer += 1
                } else {
                    result.missing.append(id)
                }
            }
            result.missing.sort()
            return result
        }
    }

    /// Notes documents that are to be read again from a remote, so that this survives a crash.
    package func markReread(_ ids: [DocumentID], remote name: String) async throws {
        try await write(.repeatable) { session in
            let remote = try session.remoteNumber(name)
            for id in ids { try session.mark("reread", id, remote) }
        }
    }
}

extension StoreSession {
    /// Whether something of a document waits to be pushed, to be read again or to go.
    fileprivate func isUnderWay(_ id: DocumentID) throws -> Bool {
        if try hasPending(id) { return true }
        return try first(
            """
            SELECT EXISTS (SELECT 1 FROM reread WHERE doc = ?1)
                OR EXISTS (SELECT 1 FROM eviction WHERE doc = ?1)
            """, [.id(id)]
        ) { $0.integer(0) != 0 } ?? false
    }

    /// A document as it stands, after its row is taken away if it cannot be read.
    func readable(_ id: DocumentID) throws -> StoredDocument? {
        for kind in DocumentKind.allCases {
            if let stored = try readable(id, kind) { return stored }
        }
        return nil
    }

    /// A document of a kind as it stands, after its row is taken away if it cannot be read. What
    /// of it waits to be pushed stands in the journal.
    func readable(_ id: DocumentID, _ kind: DocumentKind) throws -> StoredDocument? {
        do {
            return try stored(id, kind)
        } catch let error as StoreError where error.code != .corrupt {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            let row = try first(
                "SELECT number, digest FROM \(kind.table) WHERE id = ?", [.id(id)]
            ) { (number: $0.integer(0), digest: $0.blob(1)) }
            guard let row else { throw error }
            try remove(
                StoredDocument(
                    document: Document(id: id, kind: kind), number: row.number, seq: 0,
                    scopeSeq: 0, digest: row.digest, hasSiblings: true))
            return nil
        }
    }
}
