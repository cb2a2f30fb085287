internal import Logging
package import VNModel
package import VNWire

/// Joins what another hub, or a trusted store, holds into what this hub holds, in one transaction.
///
/// Nothing is replaced: registers are joined, purges absorb, judged rows go on where the own
/// ledger ends. The peer is not believed: what breaks a rule of content is left out.
///
/// - Source: VN-WIRE-134 to VN-WIRE-141
package struct PeerJoin {
    private let store: any EndpointWriting
    private let configuration: EndpointConfiguration
    private let now: UInt64
    /// Documents that were left out.
    package private(set) var refused: [DocumentID] = []
    /// Whether everything that changed here stands now as it stands with the peer.
    package private(set) var isExact = true

    /// - Parameters:
    ///   - store: the transaction.
    ///   - configuration: how the hub works.
    package init(_ store: any EndpointWriting, _ configuration: EndpointConfiguration) {
        self.store = store
        self.configuration = configuration
        now = configuration.environment.milliseconds()
    }

    private func draft() -> PushDraft {
        PushDraft(store, replica: nil, isRecovering: true, now: now)
    }

    // MARK: Documents

    /// Joins documents, and takes out what was purged.
    package mutating func join(_ items: [FeedItem]) throws {
        var draft = draft()
        for case .document(let document, _) in items {
            do {
                try check(document)
                guard try !isPurged(document) else { continue }
                isExact = try draft.join(document) && isExact
            } catch let refusal as Refusal {
                refuse(document.id, refusal)
            }
        }
        try save(&draft)
        for case .purge(let id) in items where try !store.isPurged(id) {
            // Comments that stood here alone go with the article, which the peer may not know.
            isExact = try store.comments(of: id).isEmpty && isExact
            try store.purgeWithComments(id)
        }
    }

    private mutating func save(_ draft: inout PushDraft) throws {
        try draft.save()
        if draft.isAmended { isExact = false }
    }

    private func isPurged(_ document: Document) throws -> Bool {
        if try store.isPurged(document.id) { return true }
        guard document.kind == .comment else { return false }
        let article =
            try CommentFacts(document).article ?? store.comment(document.id)?.article
        return try article.map { try store.isPurged($0) } ?? false
    }

    private mutating func refuse(_ id: DocumentID, _ refusal: Refusal) {
        refused.append(id)
        isExact = false
        configuration.logger.warning(
            "a peer's document breaks a rule and was left out",
            metadata: ["document": "\(id)", "code": "\(refusal.code)"])
    }

    /// Each value must be one that a push could have brought.
    private func check(_ document: Document) throws(Refusal) {
        for field in document.fields {
            for live in field.register.live {
                guard live.hasPushableDepth else {
                    throw .limits("a value is nested too deep")
                }
                do throws(ContentError) {
                    try ContentRules.validate(
                        kind: document.kind, path: field.path, encoded: live.encoded)
                } catch {
                    throw Refusal(error, family: String(RegisterPath.family(field.path)))
                }
            }
        }
    }

    // MARK: Judged rows

    /// Goes on with the ledger where it ends; everything that was judged before is known.
    ///
    /// - Source: VN-WIRE-137 to VN-WIRE-139
    package mutating func adopt(_ rows: [JudgedRow]) throws {
        var marks: [ReplicaID: JournalMark] = [:]
        var draft = draft()
        for row in rows.lazy.map({ ChangeLogRow($0) }) {
            let known = try marks[row.dot.replica] ?? store.ledger(row.dot.replica)
            guard row.dot.counter > known.counter else { continue }
            if row.dot.counter > known.counter + 1 {
                // The peer has forgotten what lies between.
                try store.forgetRows(of: row.dot.replica, before: row.dot.counter)
            }
            try store.append(row, at: now)
            marks[row.dot.replica] = JournalMark(counter: row.dot.counter, hash: row.hash)
            try adoptChange(row, marks, &draft)
        }
        for (replica, mark) in marks.sorted(by: { $0.key < $1.key }) {
            try store.setLedger(replica, mark)
        }
        try save(&draft)
    }

    /// A change that was taken is known by its id; under a second dot it is an alias.
    private func adoptChange(
        _ row: ChangeLogRow, _ marks: [ReplicaID: JournalMark], _ draft: inout PushDraft
    ) throws {
        guard let cid = row.cid, let document = row.document else { return }
        var others: [Dot] = []
        if case .duplicate(let canonical) = row.verdict.outcome { others.append(canonical) }
        if let dot = try store.dot(ofChange: cid) {
            if try isOf(document, dot), !others.contains(dot) { others.append(dot) }
        } else {
            // The row of a duplicate's canonical dot may still be to come; it tells the id itself.
            let dot = others.first ?? row.dot
            let known = try marks[dot.replica] ?? store.ledger(dot.replica)
            if dot.counter <= known.counter { try store.setDot(dot, ofChange: cid) }
        }
        for other in others where other != row.dot {
            for path in row.paths {
                try store.add(Alias(path: path, dot: row.dot, canonical: other), to: document)
            }
            try draft.touch(document)
        }
    }

    /// Whether a dot can be that of a change of a document, as far as that is known.
    private func isOf(_ document: DocumentID, _ dot: Dot) throws -> Bool {
        try (store.logRow(dot)?.document).map { $0 == document } ?? true
    }
}

extension LiveValue {
    /// Whether a push can bring the value and every line of a pull can tell it.
    fileprivate var hasPushableDepth: Bool {
        let outer = 5  // Of the line: itself, registers, register, live, live value.
        return CanonicalJSON(scanning: encoded.bytes, depthLimit: Limits.jsonDepth - outer) != nil
    }
}
