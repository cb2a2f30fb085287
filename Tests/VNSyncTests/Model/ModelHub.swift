import VNModel

/// The reference model of a hub: dictionaries, no bytes, the rules of the protocol in their order.
struct ModelHub {
    /// A register's place in the feed and who left it exactly as it stands.
    struct Mark: Hashable {
        var seq: UInt64
        var by: ReplicaID?
    }

    struct Held: Hashable {
        var document: ModelDocument
        var marks: [String: Mark] = [:]
        var seq: UInt64 = 0
        var scopeSeq: UInt64 = 0
    }

    struct LogRow: Hashable {
        var hash: Int
        var verdict: ModelVerdict
        var document: DocumentID?
    }

    var generation: String
    var head: UInt64 = 0
    /// Until when changes are taken that have observed what is not held.
    var recoveringUntil: UInt64 = 0
    var documents: [DocumentID: Held] = [:]
    var purged: [DocumentID: UInt64] = [:]
    var ledger: [ReplicaID: ModelMark] = [:]
    var log: [Dot: LogRow] = [:]
    var cids: [DocumentID: Dot] = [:]
    var aliases: [DocumentID: Set<ModelAlias>] = [:]
    let missing: Set<ModelRule>

    func has(_ rule: ModelRule) -> Bool { !missing.contains(rule) }

    func known(_ replica: ReplicaID) -> ModelMark { ledger[replica] ?? ModelMark() }

    mutating func nextSeq() -> UInt64 {
        head += 1
        return head
    }

    /// The comments of an article, as they are gone through.
    func comments(of article: DocumentID) -> [DocumentID] {
        documents.filter { $0.value.document.text("articleId") == ModelHub.quoted(article) }.keys
            .sorted()
    }

    static func quoted(_ id: DocumentID) -> String { "\"\(id)\"" }

    /// Removes documents for good.
    mutating func purge(_ ids: [DocumentID]) {
        for id in ids {
            documents[id] = nil
            let seq = nextSeq()
            if has(.keepPurged) { purged[id] = seq }
        }
    }

    // MARK: Scope

    /// The sections of a scope; `nil` admits everything.
    typealias Sections = Set<String>

    /// What a store held of the scope that it wanted before.
    struct HeldScope: Hashable {
        var sections: Sections?
        var cursor: ModelCursor
    }

    func admits(_ id: DocumentID, _ sections: Sections?) -> Bool {
        guard let sections else { return true }
        guard let held = documents[id] else { return false }
        switch held.document.kind {
        case .article:
            return held.document.text("section").map { sections.contains($0) } ?? false
        case .comment:
            let article = documents.first {
                ModelHub.quoted($0.key) == held.document.text("articleId")
            }
            return article.map { admits($0.key, sections) } ?? false
        }
    }

    // MARK: Hello

    struct Greeting {
        var generation: String
        var needsPull: Bool
        var known: ModelMark
        var verdicts: [ModelVerdict]
        var former: [ReplicaID: ModelMark]
    }

    func hello(
        _ replica: ReplicaID, former: [ReplicaID], acked: ModelMark, generation: String?,
        cursor: ModelCursor?, sections: Sections?
    ) -> Greeting {
        let known = known(replica)
        var verdicts: [ModelVerdict] = []
        if acked.counter == 0 || log[Dot(replica, acked.counter)]?.hash == acked.hash,
            acked.counter < known.counter
        {
            verdicts = (acked.counter + 1...known.counter).compactMap {
                answer(Dot(replica, $0), sections)
            }
        }
        let isCurrent =
            generation == self.generation && cursor?.generation == self.generation
            && cursor?.since == head && cursor?.position == head
        return Greeting(
            generation: self.generation, needsPull: !isCurrent, known: known, verdicts: verdicts,
            former: Dictionary(uniqueKeysWithValues: former.map { ($0, self.known($0)) }))
    }

    /// The stored verdict again, with what is true of its document now.
    func answer(_ dot: Dot, _ sections: Sections?) -> ModelVerdict? {
        guard var verdict = log[dot]?.verdict else { return nil }
        if let id = log[dot]?.document { verdict.isOut = !admits(id, sections) }
        return verdict
    }

    // MARK: Pull

    enum Item: Hashable {
        case document(DocumentID, ModelDocument)
        case evict(DocumentID)
        case purge(DocumentID)
        case absent(DocumentID)
    }

    /// What stands between two checkpoints.
    struct Part {
        var items: [Item]
        var cursor: ModelCursor
        var isComplete: Bool
    }

    struct Puller {
        var replica: ReplicaID
        var cursor: ModelCursor?
        var sections: Sections?
        var isEmpty: Bool
        var isReplacing: Bool
        var held: HeldScope?
    }

    /// All parts of a pull, a page of the feed each.
    func pull(_ puller: Puller, pageRows: Int) -> [Part] {
        let since = puller.cursor?.since ?? 0
        let start = puller.cursor?.position ?? 0
        let isEmpty = puller.isEmpty && since == 0
        var rows = documents.map { (seq: $0.value.seq, id: $0.key) }
        rows += purged.map { (seq: $0.value, id: $0.key) }
        rows = rows.filter { $0.seq > start }.sorted { $0.seq < $1.seq }
        var parts: [Part] = []
        while true {
            let page = rows.prefix(pageRows)
            rows.removeFirst(page.count)
            let isLast = page.count < pageRows
            let position = isLast ? head : page.last?.seq ?? start
            parts.append(
                Part(
                    items: page.compactMap {
                        item($0.id, $0.seq, puller, since, isEmpty, position)
                    },
                    cursor: ModelCursor(
                        generation: generation, since: isLast ? position : since,
                        position: position),
                    isComplete: isLast))
            if isLast { return parts }
        }
    }

    private func item(
        _ id: DocumentID, _ seq: UInt64, _ puller: Puller, _ since: UInt64, _ isEmpty: Bool,
        _ position: UInt64
    ) -> Item? {
        let former = puller.held
        guard let held = documents[id] else {
            return isEmpty || seq <= former?.cursor.since ?? 0 ? nil : .purge(id)
        }
        if let former { return difference(id, held, puller, former) }
        var isWhole = puller.isReplacing || since == 0
        if puller.sections != nil {
            let hasMoved = held.scopeSeq > since
            guard admits(id, puller.sections) else {
                return hasMoved && !isEmpty ? .evict(id) : nil
            }
            isWhole = isWhole || hasMoved
        }
        var part = ModelDocument(kind: held.document.kind)
        // Without the rule a page is asked for by where it stands, not by what was complete.
        let bound = has(.since) ? since : puller.cursor?.position ?? 0
        for (path, register) in held.document.registers {
            let mark = held.marks[path] ?? Mark(seq: 0)
            if !isWhole, mark.seq <= bound { continue }
            if !isWhole || !has(.wholeEcho), isEcho(register, mark, puller.replica) { continue }
            part.registers[path] = register
        }
        return part.registers.isEmpty ? nil : .document(id, part)
    }

    /// What a puller lacks that wants another scope than before.
    private func difference(
        _ id: DocumentID, _ held: Held, _ puller: Puller, _ former: HeldScope
    ) -> Item? {
        let since = former.cursor.since
        let hasMoved = held.scopeSeq > since, wasHere = admits(id, former.sections)
        guard admits(id, puller.sections) else {
            return hasMoved || wasHere && has(.scopeDifference) ? .evict(id) : nil
        }
        var part = ModelDocument(kind: held.document.kind)
        for (path, register) in held.document.registers {
            let mark = held.marks[path] ?? Mark(seq: 0)
            if wasHere, !hasMoved {
                if mark.seq <= since || isEcho(register, mark, puller.replica) { continue }
            }
            part.registers[path] = register
        }
        return part.registers.isEmpty ? nil : .document(id, part)
    }

    private func isEcho(_ register: ModelRegister, _ mark: Mark, _ replica: ReplicaID) -> Bool {
        guard register.live.count == 1, let dot = register.live.keys.first else { return false }
        guard dot.replica == replica, dot.counter <= known(replica).counter else { return false }
        return !has(.exactEcho) || mark.by == replica
    }

    /// The answer to a re-read.
    func state(of ids: [DocumentID], _ sections: Sections?) -> [Item] {
        ids.map { id in
            if purged[id] != nil { return .purge(id) }
            guard let held = documents[id] else { return .absent(id) }
            return admits(id, sections) ? .document(id, held.document) : .evict(id)
        }
    }
}
