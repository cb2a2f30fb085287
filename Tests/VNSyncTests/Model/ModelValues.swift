import VNModel

/// A version vector as a dictionary.
typealias ModelVector = [ReplicaID: UInt64]

extension ModelVector {
    func covers(_ dot: Dot) -> Bool { self[dot.replica, default: 0] >= dot.counter }

    mutating func include(_ dot: Dot) {
        self[dot.replica] = Swift.max(self[dot.replica, default: 0], dot.counter)
    }

    func joined(_ other: ModelVector) -> ModelVector { merging(other) { Swift.max($0, $1) } }

    /// Whether it has an entry, of others than `own`, that goes beyond `bound`.
    func exceeds(_ bound: ModelVector, except own: Set<ReplicaID>) -> Bool {
        contains { $1 > bound[$0, default: 0] && !own.contains($0) }
    }
}

/// A value: its canonical text, and for deletions what they saw.
struct ModelValue: Hashable {
    var text: String
    var saw: ModelVector?

    var isNull: Bool { text == "null" }
}

/// A value that nobody has superseded.
struct ModelLive: Hashable {
    var stamp: UInt64
    var value: ModelValue

    /// Two copies of one write: the smaller stamp, and all that either deletion saw.
    func joined(_ copy: ModelLive) -> ModelLive {
        var result = self
        result.stamp = min(stamp, copy.stamp)
        if let mine = value.saw, let other = copy.value.saw {
            result.value.saw = mine.joined(other)
        }
        return result
    }
}

/// A register.
struct ModelRegister: Hashable {
    var seen: ModelVector = [:]
    var live: [Dot: ModelLive] = [:]

    func joined(_ other: ModelRegister) -> ModelRegister {
        var live: [Dot: ModelLive] = [:]
        for (dot, mine) in self.live {
            if let copy = other.live[dot] {
                live[dot] = mine.joined(copy)
            } else if !other.seen.covers(dot) {
                live[dot] = mine
            }
        }
        for (dot, theirs) in other.live where self.live[dot] == nil && !seen.covers(dot) {
            live[dot] = theirs
        }
        return ModelRegister(seen: seen.joined(other.seen), live: live)
    }

    /// The newest value; every policy that the schedules need shows that one.
    var shown: ModelValue? {
        live.max { ($0.value.stamp, $0.key) < ($1.value.stamp, $1.key) }?.value.value
    }
}

/// A document.
struct ModelDocument: Hashable {
    let kind: DocumentKind
    var registers: [String: ModelRegister] = [:]

    subscript(_ path: String) -> ModelRegister { registers[path] ?? ModelRegister() }

    var vector: ModelVector {
        registers.values.reduce(into: [:]) { $0 = $0.joined($1.seen) }
    }

    mutating func join(_ other: ModelDocument) {
        for (path, register) in other.registers {
            registers[path] = self[path].joined(register)
        }
    }

    mutating func apply(_ row: ModelRow) {
        for operation in row.operations {
            registers[operation.path] = self[operation.path].joined(row.register(of: operation))
        }
    }

    func text(_ path: String) -> String? {
        guard let value = self[path].shown, !value.isNull else { return nil }
        return value.text
    }

    /// Live values that no deletion saw.
    var unseenByDeletion: [Dot] {
        let saw = self["deleted"].live.values.reduce(into: ModelVector()) {
            $0 = $0.joined($1.value.saw ?? [:])
        }
        return registers.filter { $0.key != "deleted" }.values
            .flatMap(\.live.keys).filter { !saw.covers($0) }
    }

    var isDeleted: Bool {
        let values = self["deleted"].live.values.map(\.value)
        guard values.contains(where: { !$0.isNull }) else { return false }
        if kind == .comment { return true }
        return values.allSatisfy { !$0.isNull } && unseenByDeletion.isEmpty
    }

    var isIncomplete: Bool {
        let required =
            kind == .article
            ? ["headline", "publisher", "datePublished"]
            : ["articleId", "author", "text", "dateCreated"]
        return !isDeleted && required.contains { text($0) == nil }
    }
}

/// One register that a change wrote.
struct ModelOperation: Hashable {
    let path: String
    var value: ModelValue
    var seen: ModelVector
}

/// A row of a change journal. Its hash is a name that no other row has; copies of a store have it
/// in common.
struct ModelRow: Hashable {
    var dot: Dot
    var hash: Int
    var previous: Int
    let cid: DocumentID
    var group: UInt64
    var stamp: UInt64
    let document: DocumentID
    let kind: DocumentKind
    var operations: [ModelOperation]
    var isPending = true
    var isWithdrawn = false
    var code: String?

    /// Whether only the counter goes out.
    var isWithoutEffect: Bool { isWithdrawn || !isPending && code != nil }

    func register(of operation: ModelOperation, stamp: UInt64? = nil) -> ModelRegister {
        var seen = operation.seen
        seen.include(dot)
        return ModelRegister(
            seen: seen,
            live: [dot: ModelLive(stamp: stamp ?? self.stamp, value: operation.value)])
    }
}

/// A place in a journal.
struct ModelMark: Hashable {
    var counter: UInt64 = 0
    var hash = 0
}

/// Where a pull stands.
struct ModelCursor: Hashable {
    var generation: String
    var since: UInt64
    var position: UInt64
}

/// What a hub says of a row.
struct ModelVerdict: Hashable {
    enum Outcome: Hashable {
        case applied
        case merged
        case duplicate(Dot)
        case refused(String)
    }

    let counter: UInt64
    var outcome: Outcome
    var stamp: UInt64?
    var isOut = false
}

/// One change under two dots.
struct ModelAlias: Hashable {
    let path: String
    let dot: Dot
    let canonical: Dot

    var directions: [(known: Dot, other: Dot)] { [(dot, canonical), (canonical, dot)] }
}

extension ModelVector {
    /// Adds the other dot of each alias of which one is covered.
    mutating func include(_ aliases: some Sequence<ModelAlias>) {
        for alias in aliases {
            for (known, other) in alias.directions where covers(known) { include(other) }
        }
    }
}
