import VNModel

// A store that takes a new id, or finds its hub put back.
extension ModelStore {
    /// An id of which rows are rewritten, and the highest counter that stays under it.
    private struct Source {
        let replica: ReplicaID
        let floor: UInt64
    }

    /// Takes a new id.
    ///
    /// - Parameters:
    ///   - new: the id.
    ///   - acknowledged: what stays under the present one; `nil`: what the hub has answered for.
    ///   - formers: former ids of which nothing stays.
    mutating func fork(
        to new: ReplicaID, acknowledged: UInt64? = nil, formers: [ReplicaID] = [],
        hash: () -> Int
    ) {
        var sources = former.filter { formers.contains($0) && !rows(of: $0).isEmpty }
            .map { Source(replica: $0, floor: 0) }
        sources.append(Source(replica: replica, floor: min(counter, acknowledged ?? acked.counter)))
        for source in sources { erasePurged(source.replica, after: source.floor) }
        let gone = sources.flatMap { source in
            rows(of: source.replica).filter { $0.dot.counter > source.floor }
        }
        let kept = gone.filter { !$0.isWithdrawn && $0.code == nil }
        var images: [Dot: Dot] = [:]
        for (index, row) in kept.enumerated() { images[row.dot] = Dot(new, UInt64(index + 1)) }
        let mapping = ForkMapping(
            floors: Dictionary(uniqueKeysWithValues: sources.map { ($0.replica, $0.floor) }),
            kept: kept, images: images, journal: journal, missing: missing)
        for id in Set(gone.map(\.document)) {
            guard let document = documents[id], has(.forkRegisters) else { continue }
            let mapped = mapping.mapped(document, id)
            documents[id] = mapped.registers.isEmpty ? nil : mapped
        }
        let lost = Set(gone.map(\.dot)), ids = Set(sources.map(\.replica))
        journal.removeAll { lost.contains($0.dot) }
        for index in journal.indices where ids.contains(journal[index].dot.replica) {
            journal[index].isPending = false
        }
        former.append(replica)
        (replica, counter, headHash) = (new, 0, 0)
        append(kept, mapping, images, hash)
        readd(new, after: 0)
        acked = ModelMark()
        isCopied = false
        if generation != nil { beginReplacing() }
    }

    private mutating func append(
        _ kept: [ModelRow], _ mapping: ForkMapping, _ images: [Dot: Dot], _ hash: () -> Int
    ) {
        var groups: [Dot: UInt64] = [:]
        for row in kept {
            guard let image = images[row.dot] else { continue }
            let old = Dot(row.dot.replica, row.group)
            groups[old] = groups[old] ?? image.counter
            var new = mapping.mapped(row)
            (new.dot, new.group) = (image, groups[old] ?? image.counter)
            (new.hash, new.previous, new.isPending) = (hash(), headHash, true)
            (counter, headHash) = (image.counter, new.hash)
            journal.append(new)
        }
    }

    /// Takes note that the hub has another generation.
    ///
    /// - Parameter mint: a new id, if one is needed.
    mutating func adopt(
        _ hello: ModelHub.Greeting, mint: () -> ReplicaID, hash: () -> Int
    ) {
        var ids = former.filter { !rows(of: $0).isEmpty }
        if !rows(of: replica).isEmpty { ids.append(replica) }
        func known(_ id: ReplicaID) -> ModelMark {
            id == replica ? hello.known : hello.former[id] ?? ModelMark()
        }
        var forked = ids.filter { id in
            rows(of: id).contains {
                $0.dot.counter == known(id).counter && $0.hash != known(id).hash
            }
        }
        if hello.known.counter > counter, !forked.contains(replica) { forked.append(replica) }
        generation = hello.generation
        if !forked.contains(replica), acked.counter > hello.known.counter { acked = hello.known }
        for id in ids where !forked.contains(id) && has(.offerAgain) {
            erasePurged(id, after: known(id).counter)
            for row in rows(of: id)
            where row.dot.counter > known(id).counter && row.code == nil && !row.isWithdrawn {
                change(row.dot) { $0.isPending = true }
            }
            readd(id, after: known(id).counter)
        }
        beginReplacing()
        guard !forked.isEmpty else { return }
        fork(
            to: mint(), acknowledged: forked.contains(replica) ? 0 : nil, formers: forked,
            hash: hash)
    }

    /// Empties answered rows of purged documents, but for deletions.
    private mutating func erasePurged(_ replica: ReplicaID, after counter: UInt64) {
        for row in rows(of: replica)
        where row.dot.counter > counter && !row.isPending && !row.isWithdrawn
            && purged.contains(row.document)
        {
            change(row.dot) { row in
                row.operations.removeAll { $0.path != "deleted" }
                row.isWithdrawn = row.operations.isEmpty
            }
        }
    }

    /// What waits can be read.
    private mutating func readd(_ replica: ReplicaID, after counter: UInt64) {
        for row in rows(of: replica)
        where row.dot.counter > counter && row.isPending && !row.isWithdrawn
            && documents[row.document] == nil && !purged.contains(row.document)
        {
            rebuild(row.document, from: nil)
        }
    }

    private mutating func beginReplacing() {
        (cursor, isFirst, isReplacing, heldScope) = (nil, true, true, nil)
        (rereads, evictions) = ([], [])
        unconfirmed = Set(documents.keys)
    }
}

/// How vectors and rows of old ids become those of a new one.
private struct ForkMapping {
    let floors: [ReplicaID: UInt64]
    let kept: [ModelRow]
    let images: [Dot: Dot]
    let journal: [ModelRow]
    let missing: Set<ModelRule>

    /// The highest counter that stays under an id and that a register had observed; without a path
    /// that of the whole document.
    private func floor(_ id: DocumentID, _ path: String?, _ replica: ReplicaID) -> UInt64 {
        let floor = floors[replica] ?? 0
        guard let path else { return floor }
        var result: UInt64 = 0
        for row in journal where row.document == id && floors[row.dot.replica] != nil {
            for operation in row.operations where operation.path == path {
                if row.dot.replica == replica, row.dot.counter <= floor, row.code == nil {
                    result = max(result, row.dot.counter)
                }
                let seen = operation.seen[replica, default: 0]
                if seen <= floor { result = max(result, seen) }
            }
        }
        return result
    }

    /// - Parameter limit: only changes before this one count.
    private func mapped(
        _ vector: ModelVector, _ id: DocumentID, _ path: String?, before limit: Dot?
    ) -> ModelVector {
        var result = vector
        for (replica, floor) in floors where vector[replica, default: 0] > floor {
            if missing.contains(.forkPoint) { continue }
            let lowered = self.floor(id, path, replica)
            result[replica] = lowered == 0 ? nil : lowered
        }
        let isMapped = floors.contains { vector[$0, default: 0] > $1 }
        guard isMapped else { return vector }
        for row in kept {
            if row.dot == limit { break }
            guard row.document == id, vector.covers(row.dot),
                path == nil || row.operations.contains(where: { $0.path == path }),
                let image = images[row.dot]
            else { continue }
            result.include(image)
        }
        return result
    }

    private func mapped(_ value: ModelValue, _ id: DocumentID, before limit: Dot) -> ModelValue {
        guard let saw = value.saw, !missing.contains(.forkSaw) else { return value }
        var result = value
        result.saw = mapped(saw, id, nil, before: limit)
        return result
    }

    func mapped(_ row: ModelRow) -> ModelRow {
        var result = row
        for index in row.operations.indices {
            let operation = row.operations[index]
            result.operations[index].seen = mapped(
                operation.seen, row.document, operation.path, before: row.dot)
            result.operations[index].value = mapped(
                operation.value, row.document, before: row.dot)
        }
        return result
    }

    func mapped(_ document: ModelDocument, _ id: DocumentID) -> ModelDocument {
        var result = ModelDocument(kind: document.kind)
        for (path, register) in document.registers {
            var mapped = ModelRegister(seen: self.mapped(register.seen, id, path, before: nil))
            for (dot, live) in register.live {
                if let floor = floors[dot.replica], dot.counter > floor {
                    guard let image = images[dot] else { continue }
                    mapped.live[image] = ModelLive(
                        stamp: live.stamp, value: self.mapped(live.value, id, before: dot))
                } else {
                    mapped.live[dot] = live
                }
            }
            if !mapped.seen.isEmpty { result.registers[path] = mapped }
        }
        return result
    }
}
