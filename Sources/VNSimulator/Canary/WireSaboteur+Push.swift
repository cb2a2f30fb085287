internal import VNModel
internal import VNSync
internal import VNWire

/// What a bug in a store's pushes has to know of that store.
struct PushContext: Sendable {
    /// A local change, under all dots that it ever had.
    struct Change: Sendable {
        var cid: DocumentID
        var paths: Set<String>
        var dots: [Dot]
    }

    /// The documents that the store saw purged.
    var purged: Set<DocumentID> = []
    /// The changes of each document.
    var changes: [DocumentID: [Change]] = [:]
}

extension WireSaboteur {
    /// A request as a store with the bug would send it.
    func altered(_ request: TransportRequest) -> TransportRequest {
        guard canary.altersPushes, request.path == "/v1/push", let body = request.body,
            var push = try? PushRequest(parsing: body)
        else { return request }
        switch canary {
        case .mergedChanges, .withdrawnDeletions:
            let left = leftOut(push)
            push.changes = hashed(push.changes).map { change in
                left.contains(change.change.dot.counter) ? change.takenBack : change
            }
        case .keptForkPoint:
            push.changes = hashed(push.changes).map { unlowered($0, push) }
        case .omittedWithdrawn: push.changes.removeAll(where: \.isWithdrawn)
        default: break
        }
        var altered = request
        altered.body = push.encoded
        return altered
    }

    /// What a store with the bug takes for the answer to what it does not send; `nil`: it sends.
    func answer(insteadOf request: TransportRequest) -> HubAnswer? {
        guard canary == .omittedWithdrawn, request.path == "/v1/push", let body = request.body,
            let push = try? PushRequest(parsing: body),
            push.changes.allSatisfy(\.isWithdrawn),
            let last = push.changes.last, let hash = last.hash
        else { return nil }
        let response = PushResponse(
            generation: push.generation,
            verdicts: push.changes.map {
                Verdict(counter: $0.change.dot.counter, outcome: .applied)
            }, known: JournalMark(counter: last.change.dot.counter, hash: hash))
        return HubAnswer(status: 200, type: "application/json", bytes: response.encoded)
    }

    /// The counters of rows that are sent without their content.
    func leftOut(_ push: PushRequest) -> Set<UInt64> {
        switch canary {
        case .mergedChanges: overwritten(push.changes)
        case .withdrawnDeletions:
            Set(
                push.changes.filter {
                    !$0.isWithdrawn && context.purged.contains($0.change.document)
                }.map(\.change.dot.counter))
        default: []
        }
    }

    /// Rows all of whose registers later rows write too.
    private func overwritten(_ changes: [PushedChange]) -> Set<UInt64> {
        var later: [DocumentID: Set<String>] = [:]
        var found: Set<UInt64> = []
        for row in changes.reversed() where !row.isWithdrawn {
            let change = row.change
            let paths = change.operations.map(\.path)
            if later[change.document, default: []].isSuperset(of: paths) {
                found.insert(change.dot.counter)
            }
            later[change.document, default: []].formUnion(paths)
        }
        return found
    }

    /// The rows, each with the hash that its place in the chain gives it.
    func hashed(_ changes: [PushedChange]) -> [PushedChange] {
        var previous = changes.first?.previous ?? .origin
        return changes.map { change in
            var change = change
            previous = change.hash ?? change.change.hash(after: previous)
            change.hash = previous
            return change
        }
    }

    /// A row whose vectors still hold the former dots of what it had observed.
    private func unlowered(_ row: PushedChange, _ push: PushRequest) -> PushedChange {
        var row = row
        let known = context.changes[row.change.document] ?? []
        let formers = Set(push.formerReplicas)
        for index in row.change.operations.indices {
            let operation = row.change.operations[index]
            for change in known where change.paths.contains(operation.path) {
                let sent = push.changes.first { $0.change.cid == change.cid }?.change.dot
                let now =
                    change.dots.filter { $0.replica == push.replica } + [sent].compactMap(\.self)
                guard now.contains(where: { operation.seen.includes($0) }) else { continue }
                for dot in change.dots where formers.contains(dot.replica) {
                    row.change.operations[index].seen.include(dot)
                }
            }
        }
        return row
    }
}

extension Canary {
    fileprivate var altersPushes: Bool {
        switch self {
        case .mergedChanges, .withdrawnDeletions, .keptForkPoint, .omittedWithdrawn: true
        default: false
        }
    }
}

extension PushedChange {
    /// The row as it goes out when it was taken back.
    fileprivate var takenBack: PushedChange {
        guard let hash else { preconditionFailure("the row was hashed before") }
        return .withdrawn(
            dot: change.dot, cid: change.cid, transaction: change.transaction,
            previous: previous, hash: hash)
    }
}
