import VNModel

/// The reference model of a store: dictionaries, no bytes, the rules of the protocol.
struct ModelStore {
    /// A change that did not go through.
    struct Held: Hashable {
        let cid: DocumentID
        let code: String
    }

    var replica: ReplicaID
    var former: [ReplicaID] = []
    var counter: UInt64 = 0
    var headHash = 0
    /// The newest stamp given or seen.
    var stamp: UInt64 = 0
    /// Rows of all own ids in the order in which they were appended.
    var journal: [ModelRow] = []
    var documents: [DocumentID: ModelDocument] = [:]
    var held: [Held] = []
    var purged: Set<DocumentID> = []
    var isCopied = false

    // Of the remote.
    var generation: String?
    var cursor: ModelCursor?
    var acked = ModelMark()
    var isFirst = true
    var isReplacing = false
    var sections: ModelHub.Sections?
    /// What is held of the scope that was wanted before.
    var heldScope: ModelHub.HeldScope?
    var rereads: Set<DocumentID> = []
    var evictions: Set<DocumentID> = []
    /// Documents that a replacing pull has not met.
    var unconfirmed: Set<DocumentID> = []

    let missing: Set<ModelRule>

    func has(_ rule: ModelRule) -> Bool { !missing.contains(rule) }

    var own: Set<ReplicaID> { Set(former + [replica]) }

    func rows(of replica: ReplicaID) -> [ModelRow] { journal.filter { $0.dot.replica == replica } }

    /// What waits and means something, of one document or of all.
    func pending(_ document: DocumentID? = nil) -> [ModelRow] {
        journal.filter {
            $0.isPending && !$0.isWithdrawn && (document == nil || $0.document == document)
        }
    }

    /// Whether anything of a document waits, be it only its counter.
    func isWaiting(_ document: DocumentID) -> Bool {
        journal.contains { $0.isPending && $0.document == document }
    }

    mutating func change(_ dot: Dot, _ body: (inout ModelRow) -> Void) {
        guard let index = journal.firstIndex(where: { $0.dot == dot }) else { return }
        body(&journal[index])
    }

    // MARK: Writing

    /// One change of a group: what was written, and the name that the engine gave it.
    struct Writing: Sendable {
        let document: DocumentID
        let kind: DocumentKind
        /// Paths and texts; the text of a deletion stands for a mark of all that is seen.
        let values: [(path: String, text: String)]
        let cid: DocumentID

        /// The texts of deletions begin so.
        static let deletion = "deleted at "
    }

    /// Writes a group of changes.
    mutating func write(_ writings: [Writing], wall: UInt64, hash: () -> Int) {
        let group = counter + 1
        for writing in writings {
            counter += 1
            stamp = max(stamp + 1, wall << 16)
            var document =
                documents[writing.document] ?? ModelDocument(kind: writing.kind)
            let row = ModelRow(
                dot: Dot(replica, counter), hash: hash(), previous: headHash, cid: writing.cid,
                group: group, stamp: stamp, document: writing.document, kind: writing.kind,
                operations: writing.values.map { path, text in
                    let saw = text.hasPrefix(Writing.deletion) ? document.vector : nil
                    return ModelOperation(
                        path: path, value: ModelValue(text: text, saw: saw),
                        seen: document[path].seen)
                })
            headHash = row.hash
            document.apply(row)
            documents[writing.document] = document
            journal.append(row)
        }
    }

    /// Takes note of the stamps of a document.
    mutating func observe(_ document: ModelDocument, wall: UInt64) {
        for register in document.registers.values {
            for live in register.live.values {
                stamp = max(stamp, min(live.stamp, (wall + 120_000) << 16))
            }
        }
    }

    /// Wants another part of the hub's content.
    mutating func want(_ sections: ModelHub.Sections?) {
        heldScope = nil
        if !isFirst, !isReplacing, sections != self.sections, let cursor {
            heldScope = ModelHub.HeldScope(sections: self.sections, cursor: cursor)
        }
        (self.sections, cursor, isFirst) = (sections, nil, true)
    }

    // MARK: Verdicts

    mutating func take(
        _ verdicts: [ModelVerdict], of replica: ReplicaID, cursor: ModelCursor?,
        previous: ModelCursor?
    ) {
        for verdict in verdicts { take(verdict, of: replica) }
        if replica == self.replica, let last = verdicts.last?.counter, last > acked.counter,
            let row = journal.first(where: { $0.dot == Dot(replica, last) })
        {
            acked = ModelMark(counter: last, hash: row.hash)
        }
        if let cursor, replica == self.replica, self.cursor == previous { self.cursor = cursor }
        if has(.laterEviction) { evictWhatIsFree() }
    }

    private mutating func take(_ verdict: ModelVerdict, of replica: ReplicaID) {
        let dot = Dot(replica, verdict.counter)
        guard let row = journal.first(where: { $0.dot == dot }), row.isPending else { return }
        if verdict.isOut { evictions.insert(row.document) }
        change(dot) { $0.isPending = false }
        switch verdict.outcome {
        case .refused(let code):
            change(dot) { $0.code = code }
            if has(.refusalRereads) {
                if !row.isWithdrawn { held.append(Held(cid: row.cid, code: code)) }
                rereads.insert(row.document)
            }
        case .duplicate(let canonical):
            rereads.insert(row.document)
            if has(.ownAlias) { alias(row, canonical) }
        case .applied, .merged:
            if let stamp = verdict.stamp { lower(row, to: stamp) }
            if row.isWithdrawn { rereads.insert(row.document) }
        }
    }

    private mutating func lower(_ row: ModelRow, to stamp: UInt64) {
        for operation in row.operations {
            guard let mine = documents[row.document]?[operation.path].live[row.dot] else {
                continue
            }
            documents[row.document]?.registers[operation.path]?.live[row.dot]?.stamp =
                min(mine.stamp, stamp)
        }
    }

    /// What later changes observed under one dot they observed under the other.
    private mutating func alias(_ row: ModelRow, _ canonical: Dot) {
        let aliases = row.operations.map {
            ModelAlias(path: $0.path, dot: row.dot, canonical: canonical)
        }
        for later in pending(row.document) {
            change(later.dot) { later in
                for index in later.operations.indices {
                    let path = later.operations[index].path
                    later.operations[index].seen.include(aliases.filter { $0.path == path })
                    later.operations[index].value.saw?.include(aliases)
                }
            }
        }
    }

    private mutating func evictWhatIsFree() {
        for id in evictions where !isWaiting(id) {
            documents[id] = nil
            evictions.remove(id)
            rereads.remove(id)
        }
    }

    // MARK: Documents of the hub

    /// The document as the hub has it, with what is pending applied again.
    mutating func rebuild(_ id: DocumentID, from held: ModelDocument?) {
        let waiting = pending(id)
        guard let kind = held?.kind ?? documents[id]?.kind ?? waiting.first?.kind else { return }
        var document = ModelDocument(kind: kind)
        if let held { document.join(held) }
        if has(.reapply) { for row in waiting { document.apply(row) } }
        documents[id] = document.registers.isEmpty ? nil : document
    }

    /// Takes a part of a pull.
    mutating func apply(_ part: ModelHub.Part, wall: UInt64) {
        for item in part.items {
            switch item {
            case .document(let id, let document):
                observe(document, wall: wall)
                if isReplacing, has(.replacing) {
                    confirm(id)
                    purged.remove(id)
                    rebuild(id, from: document)
                } else {
                    evictions.remove(id)
                    var mine = documents[id] ?? ModelDocument(kind: document.kind)
                    mine.join(document)
                    documents[id] = mine
                }
            case .evict(let id):
                unconfirmed.remove(id)
                evict(id)
            case .purge(let id): purge(id)
            case .absent: break
            }
        }
        if part.isComplete, isReplacing { endReplacing() }
        cursor = part.cursor
        if part.isComplete { (isFirst, heldScope) = (false, nil) }
    }

    private mutating func endReplacing() {
        for id in unconfirmed where has(.replacing) {
            confirm(id)
            if documents[id] != nil { rebuild(id, from: nil) }
        }
        unconfirmed = []
        isReplacing = false
    }

    private mutating func confirm(_ id: DocumentID) {
        unconfirmed.remove(id)
        rereads.remove(id)
        evictions.remove(id)
    }

    private mutating func evict(_ id: DocumentID) {
        guard documents[id] != nil else { return }
        if isWaiting(id) { evictions.insert(id) } else { documents[id] = nil }
    }

    /// Takes the answer to a re-read.
    mutating func replace(_ items: [ModelHub.Item], wall: UInt64) {
        for item in items {
            switch item {
            case .document(let id, let document):
                observe(document, wall: wall)
                rebuild(id, from: document)
                rereads.remove(id)
            case .absent(let id):
                rebuild(id, from: nil)
                rereads.remove(id)
            case .evict(let id):
                let stood = documents[id] != nil
                evict(id)
                // What is pending stands in the way: the mark goes with the eviction.
                if !stood || !isWaiting(id) { rereads.remove(id) }
            case .purge(let id):
                purge(id)
                rereads.remove(id)
            }
        }
    }

    /// Lowers pending changes to what the hub holds.
    mutating func lowerPending(_ items: [ModelHub.Item]) {
        let own = own
        func lower(_ vector: ModelVector, _ bound: ModelVector) -> ModelVector {
            var result = vector
            for (replica, counter) in vector where !own.contains(replica) {
                let least = min(counter, bound[replica, default: 0])
                result[replica] = least == 0 ? nil : least
            }
            return result
        }
        for item in items {
            let held: ModelDocument?
            let id: DocumentID
            switch item {
            case .document(let found, let document): (id, held) = (found, document)
            case .absent(let found): (id, held) = (found, nil)
            case .evict, .purge: continue
            }
            for row in pending(id) {
                change(row.dot) { row in
                    for index in row.operations.indices {
                        let operation = row.operations[index]
                        row.operations[index].seen = lower(
                            operation.seen, held?[operation.path].seen ?? [:])
                        row.operations[index].value.saw = operation.value.saw.map {
                            lower($0, held?.vector ?? [:])
                        }
                    }
                }
            }
            if held != nil || !pending(id).isEmpty { rebuild(id, from: held) }
        }
    }

    // MARK: Purge

    /// Takes a purged document out; what waits of it is held, with its groups.
    mutating func purge(_ id: DocumentID) {
        let groups = Set(pending(id).map { Dot($0.dot.replica, $0.group) })
        for row in pending() {
            let isMeant =
                has(.holdGroups)
                ? groups.contains(Dot(row.dot.replica, row.group)) : row.document == id
            guard isMeant else { continue }
            held.append(Held(cid: row.cid, code: "purged"))
            change(row.dot) {
                $0.isWithdrawn = true
                $0.operations = []
            }
            if row.document != id { rereads.insert(row.document) }
        }
        if has(.holdUnseen), let document = documents[id] {
            for dot in Set(document.unseenByDeletion) where own.contains(dot.replica) {
                guard let row = journal.first(where: { $0.dot == dot && !$0.isWithdrawn }) else {
                    continue
                }
                held.append(Held(cid: row.cid, code: "purged"))
            }
        }
        documents[id] = nil
        confirm(id)
        purged.insert(id)
    }
}
