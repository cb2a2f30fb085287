import VNModel

extension ModelHub {
    struct Push {
        var replica: ReplicaID
        var own: Set<ReplicaID>
        var generation: String
        var cursor: ModelCursor?
        var sections: Sections?
        var rows: [ModelRow]
        /// The hub's wall clock in milliseconds.
        var now: UInt64
    }

    enum Answer {
        case forked
        case generation
        case gap
        case behind
        case taken([ModelVerdict], cursor: ModelCursor?)
    }

    /// Takes a push, group by group.
    mutating func push(_ push: Push) -> Answer {
        guard push.generation == generation else { return .generation }
        let (before, start) = (self, head)
        if isForked(push) { return .forked }
        var verdicts: [ModelVerdict] = []
        var isAmended = false
        var rest = push.rows[...]
        groups: while let first = rest.first {
            let size = rest.prefix { $0.group == first.group }.count
            var group = rest.prefix(has(.wholeGroups) ? size : 1)
            rest.removeFirst(group.count)
            while let row = group.first, row.dot.counter <= known(push.replica).counter {
                if let answer = answer(row.dot, push.sections) { verdicts.append(answer) }
                group.removeFirst()
            }
            guard let next = group.first else { continue }
            let isGap = next.dot.counter != known(push.replica).counter + 1
            if !isGap, let taken = take(Array(group), push) {
                verdicts += taken.verdicts
                isAmended = isAmended || taken.isAmended
                continue groups
            }
            guard verdicts.isEmpty else { break }
            self = before
            return isGap ? .gap : .behind
        }
        // Whether a document is outside is as of the end of the push.
        verdicts = verdicts.compactMap { answer(Dot(push.replica, $0.counter), push.sections) }
        let cursor = ModelCursor(generation: generation, since: head, position: head)
        let hadAll =
            push.cursor == ModelCursor(generation: generation, since: start, position: start)
        let moves = push.sections == nil && hadAll && !isAmended
        let movesAnyway = !has(.pushCursor) && push.cursor != nil
        return .taken(verdicts, cursor: moves || movesAnyway ? cursor : nil)
    }

    private func isForked(_ push: Push) -> Bool {
        guard has(.hashChain) else { return false }
        let known = known(push.replica)
        for row in push.rows {
            if row.dot.counter <= known.counter {
                guard log[row.dot]?.hash == row.hash else { return true }
            } else {
                return row.dot.counter == known.counter + 1 && row == push.rows.first
                    && row.previous != known.hash
            }
        }
        return false
    }

    /// Takes what is new of a group.
    ///
    /// - Returns: `nil` if it has observed what is not held.
    private mutating func take(
        _ group: [ModelRow], _ push: Push
    ) -> (verdicts: [ModelVerdict], isAmended: Bool)? {
        let isRecovering = push.now < recoveringUntil
        var duplicates: [UInt64: Dot] = [:]
        for row in group where !row.isWithoutEffect && has(.knownChange) {
            if let dot = cids[row.cid], dot != row.dot { duplicates[row.dot.counter] = dot }
        }
        let active = group.filter {
            !$0.isWithoutEffect && duplicates[$0.dot.counter] == nil
        }
        var refusals: [UInt64: String] = [:]
        for row in active where isGone(row) { refusals[row.dot.counter] = "purged" }
        if refusals.isEmpty, !isRecovering, has(.bound) {
            for row in active where isAhead(row, push.own) { return nil }
        }
        var draft = ModelDraft(replica: push.replica, newest: ModelHub.newest(push.now))
        if refusals.isEmpty {
            refusals = draft.apply(active, to: self, isRecovering: isRecovering)
        }
        if !refusals.isEmpty {
            draft = ModelDraft(replica: push.replica, newest: ModelHub.newest(push.now))
        }
        var verdicts: [ModelVerdict] = []
        for row in group {
            let counter = row.dot.counter
            var verdict = ModelVerdict(counter: counter, outcome: .applied)
            if row.isWithoutEffect {
                verdict.outcome = .refused("withdrawn")
            } else if let canonical = duplicates[counter] {
                verdict.outcome = .duplicate(canonical)
                if has(.hubAlias) {
                    for operation in row.operations {
                        aliases[row.document, default: []].insert(
                            ModelAlias(path: operation.path, dot: row.dot, canonical: canonical))
                    }
                }
                draft.touch(row.document, of: self)
            } else if let code = refusals[counter] {
                verdict.outcome = .refused(code)
            } else if !refusals.isEmpty {
                verdict.outcome = .refused("group")
            } else {
                verdict.outcome = draft.merged.contains(counter) ? .merged : .applied
                if row.stamp > draft.newest, has(.loweredStamp) { verdict.stamp = draft.newest }
                cids[row.cid] = row.dot
            }
            verdicts.append(verdict)
            log[row.dot] = LogRow(
                hash: row.hash, verdict: verdict,
                document: row.isWithoutEffect ? nil : row.document)
            ledger[push.replica] = ModelMark(counter: counter, hash: row.hash)
        }
        let isAmended = draft.save(to: &self)
        return (verdicts, isAmended)
    }

    private static func newest(_ now: UInt64) -> UInt64 { (now + 120_000) << 16 }

    private func isGone(_ row: ModelRow) -> Bool {
        if purged[row.document] != nil { return true }
        guard row.kind == .comment else { return false }
        let stated = row.operations.first { $0.path == "articleId" }?.value.text
        let article = stated ?? documents[row.document]?.document.text("articleId")
        return purged.keys.contains { ModelHub.quoted($0) == article }
    }

    private func isAhead(_ row: ModelRow, _ own: Set<ReplicaID>) -> Bool {
        let held = documents[row.document]?.document
        return row.operations.contains { operation in
            operation.seen.exceeds(held?[operation.path].seen ?? [:], except: own)
                || operation.value.saw?.exceeds(held?.vector ?? [:], except: own) ?? false
        }
    }
}

/// The documents of a group as it leaves them.
struct ModelDraft {
    let replica: ReplicaID
    /// The newest stamp that is taken.
    let newest: UInt64
    private var entries: [DocumentID: ModelHub.Held] = [:]
    private var changed: [DocumentID: Set<String>] = [:]
    private var order: [DocumentID] = []
    private(set) var merged: Set<UInt64> = []
    private var isAmended = false

    init(replica: ReplicaID, newest: UInt64) {
        (self.replica, self.newest) = (replica, newest)
    }

    mutating func touch(_ id: DocumentID, of hub: ModelHub) {
        guard entries[id] == nil, let held = hub.documents[id] else { return }
        entries[id] = held
        order.append(id)
    }

    /// Applies changes to copies of their documents.
    ///
    /// - Returns: what is refused of them, and why.
    mutating func apply(
        _ rows: [ModelRow], to hub: ModelHub, isRecovering: Bool
    ) -> [UInt64: String] {
        var last: [DocumentID: UInt64] = [:]
        for row in rows {
            touch(row.document, of: hub)
            if entries[row.document] == nil {
                entries[row.document] = ModelHub.Held(document: ModelDocument(kind: row.kind))
                order.append(row.document)
            }
            write(row)
            amend(row.document, hub)
            let document = entries[row.document]?.document
            if row.operations.contains(where: { document?[$0.path].live.count ?? 0 > 1 }) {
                merged.insert(row.dot.counter)
            }
            if document?.text("inReplyTo") == ModelHub.quoted(row.document) {
                return [row.dot.counter: "parent-invalid"]
            }
            if row.operations.contains(where: { $0.path != "deleted" }) || last[row.document] != nil
            {
                last[row.document] = row.dot.counter
            }
        }
        for id in order {
            guard let counter = last[id], entries[id]?.document.isIncomplete == true else {
                continue
            }
            if isRecovering || hub.documents[id]?.document.isIncomplete == true { continue }
            return [counter: "content.invalid"]
        }
        return [:]
    }

    private mutating func write(_ row: ModelRow) {
        guard var held = entries[row.document] else { return }
        for operation in row.operations {
            let written = row.register(of: operation, stamp: min(row.stamp, newest))
            let old = held.document[operation.path]
            let register = old.joined(written)
            guard register != old else { continue }
            held.document.registers[operation.path] = register
            held.marks[operation.path] = ModelHub.Mark(
                seq: 0, by: register.seen == written.seen ? replica : nil)
            changed[row.document, default: []].insert(operation.path)
        }
        entries[row.document] = held
    }

    /// Lets both dots of each alias count as one change.
    private mutating func amend(_ id: DocumentID, _ hub: ModelHub) {
        guard let aliases = hub.aliases[id], var held = entries[id] else { return }
        var goesOn = true
        while goesOn {
            goesOn = false
            for (path, register) in held.document.registers {
                let amended = register.amended(path, aliases)
                guard amended != register else { continue }
                held.document.registers[path] = amended
                held.marks[path] = ModelHub.Mark(seq: 0)
                changed[id, default: []].insert(path)
                (isAmended, goesOn) = (true, true)
            }
        }
        entries[id] = held
    }

    /// Gives each document that changed the next place in the feed.
    ///
    /// - Returns: whether more than what was pushed has changed.
    mutating func save(to hub: inout ModelHub) -> Bool {
        for id in order {
            amend(id, hub)
            guard var held = entries[id], let paths = changed[id] else { continue }
            held.seq = hub.nextSeq()
            for path in paths { held.marks[path]?.seq = held.seq }
            let deciding: Set =
                held.document.kind == .article
                ? ["section", "publisher", "datePublished"] : ["articleId"]
            let decides = !paths.isDisjoint(with: deciding)
            if decides { held.scopeSeq = held.seq }
            hub.documents[id] = held
            guard decides, held.document.kind == .article, hub.has(.movedComments) else { continue }
            for comment in hub.comments(of: id) {
                let seq = hub.nextSeq()
                hub.documents[comment]?.seq = seq
                hub.documents[comment]?.scopeSeq = seq
            }
        }
        return isAmended
    }
}

extension ModelRegister {
    /// One step of letting both dots of each alias count as one change.
    func amended(_ path: String, _ aliases: Set<ModelAlias>) -> ModelRegister {
        var result = self
        for alias in aliases where alias.path == path {
            for (known, other) in alias.directions {
                guard result.seen.covers(known), result.live[known] == nil,
                    result.live[other] != nil || !result.seen.covers(other)
                else { continue }
                result.live[other] = nil
                result.seen.include(other)
            }
        }
        for (dot, live) in result.live where path == "deleted" {
            guard var saw = live.value.saw else { continue }
            saw.include(aliases)
            result.live[dot]?.value.saw = saw
        }
        return result
    }
}
