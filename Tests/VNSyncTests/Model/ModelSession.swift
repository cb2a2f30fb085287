import VNModel

/// One sync of the reference model, from the first exchange to the last, as protocol §1 has it:
/// hello, recover if needed, what is marked, push, what is marked, pull, what is marked.
struct ModelSession {
    private enum End: Error {
        /// It begins anew with hello.
        case again
        /// It ends early.
        case failed
    }

    private let world: ModelWorld
    private let store: Int
    private let wall: UInt64
    private let hubWall: UInt64
    private let fates: [Int: LockstepFate]
    private let interludes: [Int: [LockstepStep]]
    private var exchanges = 0
    private var restarts = 0

    // What one attempt knows.
    private var local: ModelStore
    private var acked: UInt64 = 0
    private var judged: UInt64 = 0
    private var journals: [(replica: ReplicaID, after: UInt64)] = []
    private var pushed = 0
    private var pushFailed = false
    private var needsPull = false
    private var hasPulled = false
    private var pushesAfterPull = false
    private var lowered: Dot?
    private var lastReread: [DocumentID] = []

    init(
        world: ModelWorld, store: Int, wall: UInt64, hubWall: UInt64,
        fates: [Int: LockstepFate], interludes: [Int: [LockstepStep]]
    ) {
        (self.world, self.store, self.wall, self.hubWall) = (world, store, wall, hubWall)
        (self.fates, self.interludes) = (fates, interludes)
        local = world.stores[store]
    }

    /// Whether everything was exchanged.
    mutating func run() -> Bool {
        while true {
            do {
                try attempt()
                return !pushFailed
            } catch End.again {
                restarts += 1
                if restarts > 5 { return false }
            } catch {
                return false
            }
        }
    }

    // MARK: Exchanges

    /// Lets a request reach the hub, or not.
    ///
    /// - Returns: how many parts of the answer come; `nil`: all.
    private mutating func exchange<Answer>(
        _ path: String, _ body: (inout ModelHub) -> Answer
    ) throws -> (answer: Answer, parts: Int?) {
        let index = exchanges
        exchanges += 1
        world.note(path)
        for step in interludes[index] ?? [] { world.perform(step) }
        let fate = fates[index]
        if fate == .loseRequest { throw Lost() }
        let answer = world.withHub { body(&$0) }
        switch fate {
        case .loseResponse: throw Lost()
        case .cut(let parts):
            guard path == "pull" else { throw Lost() }
            return (answer, parts)
        default: return (answer, nil)
        }
    }

    private struct Lost: Error {}

    /// The journal agrees with what the hub says that it holds of it.
    private func agrees(_ known: ModelMark) -> Bool {
        let now = world.stores[store]
        guard known.counter > 0 else { return true }
        return now.rows(of: now.replica).contains {
            $0.dot.counter == known.counter && $0.hash == known.hash
        }
    }

    private func recover(formers: [ReplicaID] = []) throws -> Never {
        // After too many the store stays as it is.
        if restarts < 5 { world.fork(store, formers: formers) }
        throw End.again
    }

    // MARK: Steps

    private mutating func attempt() throws {
        local = world.stores[store]
        (pushed, pushFailed, hasPulled, pushesAfterPull) = (0, false, false, false)
        (lowered, lastReread, journals) = (nil, [], [])
        (acked, judged) = (local.acked.counter, local.acked.counter)
        guard !local.isCopied else { try recover() }
        let hello = try exchange("hello") { [local] hub in
            hub.hello(
                local.replica, former: local.former, acked: local.acked,
                generation: local.generation, cursor: local.cursor, sections: local.sections)
        }.answer
        if let generation = local.generation, generation != hello.generation {
            if restarts < 5 { world.adopt(hello, store) }
            throw End.again
        }
        guard hello.known.counter >= judged else { throw End.failed }
        needsPull = hello.needsPull || local.isFirst
        if local.has(.greeting), !agrees(hello.known) { try recover() }
        journals = formerJournals(hello)
        local.generation = hello.generation
        world.withStore(store) { $0.generation = hello.generation }
        if let last = hello.verdicts.last {
            record(hello.verdicts, of: local.replica)
            (acked, judged) = (last.counter, last.counter)
        }
        try reread()
        repeat {
            try push()
            try reread()
            try pull()
            try reread()
        } while continues()
    }

    /// Whether what was ahead of the hub is to be pushed after the pull.
    private mutating func continues() -> Bool {
        defer { pushesAfterPull = false }
        return pushesAfterPull
    }

    private func formerJournals(_ hello: ModelHub.Greeting) -> [(ReplicaID, UInt64)] {
        local.former.compactMap { id in
            let rows = local.rows(of: id)
            guard let last = rows.last, let known = hello.former[id] else { return nil }
            let pending = rows.first(where: \.isPending)?.dot.counter ?? .max
            let start = min(known.counter, pending - 1)
            return start < last.dot.counter ? (id, start) : nil
        }
    }

    private func record(
        _ verdicts: [ModelVerdict], of replica: ReplicaID, cursor: ModelCursor? = nil,
        previous: ModelCursor? = nil
    ) {
        world.withStore(store) {
            $0.take(verdicts, of: replica, cursor: cursor, previous: previous)
        }
    }

    // MARK: Push

    /// What goes out next: whole groups, at least one.
    private mutating func outbox(_ replica: ReplicaID, after: UInt64) -> [ModelRow] {
        let now = world.stores[store]
        var rows = now.rows(of: replica).filter { $0.dot.counter > after }
        var batch: [ModelRow] = []
        while let first = rows.first {
            let size = rows.prefix { $0.group == first.group }.count
            guard batch.isEmpty || batch.count + size <= world.batch else { break }
            batch += rows.prefix(size)
            rows.removeFirst(size)
        }
        return batch.map { row in
            var row = row
            if !now.has(.withdrawnRows) { row.code = nil }
            return row
        }
    }

    private mutating func push() throws {
        while !pushFailed {
            let journal = journals.first ?? (local.replica, acked)
            let rows = outbox(journal.replica, after: journal.after)
            guard let first = rows.first else {
                guard !journals.isEmpty else { return }
                journals.removeFirst()
                continue
            }
            let isPresent = journal.replica == local.replica
            let previous = local.isFirst || !isPresent ? nil : local.cursor
            let message = ModelHub.Push(
                replica: journal.replica, own: local.own, generation: local.generation ?? "",
                cursor: previous, sections: local.sections, rows: rows, now: hubWall)
            let answer: ModelHub.Answer
            do {
                answer = try exchange("push") { $0.push(message) }.answer
            } catch is Lost {
                pushFailed = true
                return
            }
            switch answer {
            case .forked: try recover(formers: isPresent ? [] : [journal.replica])
            case .generation: throw End.again
            case .gap: pushFailed = true
            case .behind where hasPulled: try lower(rows.filter { $0.group == first.group })
            case .behind:
                (pushesAfterPull, needsPull) = (true, true)
                return
            case .taken(let verdicts, let cursor):
                let moved = previous == nil ? nil : cursor
                record(verdicts, of: journal.replica, cursor: moved, previous: previous)
                note(verdicts, isPresent, moved)
            }
        }
    }

    private mutating func note(
        _ verdicts: [ModelVerdict], _ isPresent: Bool, _ cursor: ModelCursor?
    ) {
        pushed += verdicts.count
        guard let last = verdicts.last?.counter else { return }
        guard isPresent, journals.isEmpty else {
            journals[0].after = last
            needsPull = true
            return
        }
        (acked, judged) = (last, last)
        needsPull = cursor == nil
        if let cursor { local.cursor = cursor }
    }

    /// Still ahead of the hub after a complete pull: lowered to what it holds.
    private mutating func lower(_ group: [ModelRow]) throws {
        guard let first = group.first, lowered != first.dot else {
            pushFailed = true
            return
        }
        lowered = first.dot
        var ids: [DocumentID] = []
        for row in group where !row.isWithoutEffect && !ids.contains(row.document) {
            ids.append(row.document)
        }
        guard !ids.isEmpty else { return }
        let items = try documents(ids)
        world.withStore(store) { $0.lowerPending(items) }
    }

    // MARK: Documents and pull

    /// Whole documents, after the header was compared.
    private mutating func documents(_ ids: [DocumentID]) throws -> [ModelHub.Item] {
        let (sections, replica) = (local.sections, local.replica)
        let answer = try exchange("documents") { hub in
            (hub.generation, hub.known(replica), hub.state(of: ids, sections))
        }.answer
        guard answer.0 == local.generation else { throw End.again }
        guard answer.1.counter >= judged else { throw End.failed }
        guard agrees(answer.1) else { try recover() }
        return answer.2
    }

    private mutating func reread() throws {
        guard !local.isReplacing else { return }
        while true {
            let ids = Array(world.stores[store].rereads.sorted().prefix(50))
            guard !ids.isEmpty, ids != lastReread else { return }
            lastReread = ids
            let items = try documents(ids)
            world.withStore(store) { $0.replace(items, wall: wall) }
        }
    }

    private mutating func pull() throws {
        guard needsPull else { return }
        let puller = ModelHub.Puller(
            replica: local.replica, cursor: local.cursor, sections: local.sections,
            isEmpty: local.isFirst && local.documents.isEmpty && pushed == 0
                && !local.isReplacing,
            isReplacing: local.isReplacing, held: local.isReplacing ? nil : local.heldScope)
        let rows = world.pageRows
        let (answer, count) = try exchange("pull") { hub in
            // A hub that has another generation knows no such cursor.
            [puller.cursor, puller.held?.cursor].allSatisfy {
                $0.map { $0.generation == hub.generation } ?? true
            }
                ? (hub.generation, hub.known(puller.replica), hub.pull(puller, pageRows: rows))
                : nil
        }
        guard let answer, answer.0 == local.generation else { throw End.again }
        if answer.1.counter < judged, local.isReplacing { throw End.failed }
        if local.has(.header), !agrees(answer.1) { try recover() }
        for (index, part) in answer.2.enumerated() {
            if let count, index >= count || part.isComplete { throw End.failed }
            world.withStore(store) { $0.apply(part, wall: wall) }
            local.cursor = part.cursor
        }
        (local.isFirst, local.isReplacing, local.heldScope) = (false, false, nil)
        (needsPull, hasPulled) = (false, true)
    }
}

extension ModelVerdict {
    /// Whether nothing but an acknowledgement follows from it.
    var isPlain: Bool {
        switch outcome {
        case .applied, .merged: stamp == nil && !isOut
        case .duplicate, .refused: false
        }
    }
}
