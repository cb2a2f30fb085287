/// One field of a document: a lattice of concurrent values.
///
/// `join` is commutative, associative and idempotent. A value disappears only if some writer that
/// had observed it wrote again; concurrent writes stay side by side as siblings. Because each
/// register carries its own vector, any subset of a document's registers merges correctly, in any
/// order, any number of times.
public struct Register: Hashable, Sendable {
    /// Most registers are one write that has observed nothing before it: those need no lists.
    /// Equal registers have equal states.
    private enum State: Hashable, Sendable {
        case one(LiveValue)
        case any(seen: VersionVector, live: [LiveValue])

        init(seen: VersionVector, live: [LiveValue]) {
            if live.count == 1, seen.entries.count == 1, seen.entries[0].isExactly(live[0].dot) {
                self = .one(live[0])
            } else {
                self = .any(seen: seen, live: live)
            }
        }
    }

    private var state: State

    /// All writes that this register has observed; every live value's dot is in it.
    ///
    /// - Complexity: O(1).
    public internal(set) var seen: VersionVector {
        get {
            switch state {
            case .one(let value): VersionVector(value.dot)
            case .any(let seen, _): seen
            }
        }
        set { state = State(seen: newValue, live: live) }
    }

    /// The values that nobody has superseded, sorted by dot.
    ///
    /// - Complexity: O(1).
    public internal(set) var live: [LiveValue] {
        get {
            switch state {
            case .one(let value): [value]
            case .any(_, let live): live
            }
        }
        set { state = State(seen: seen, live: newValue) }
    }

    /// The value of a register that is one write which has observed nothing before it.
    package var sole: LiveValue? {
        if case .one(let value) = state { value } else { nil }
    }

    /// The number of live values.
    package var liveCount: Int {
        switch state {
        case .one: 1
        case .any(_, let live): live.count
        }
    }

    /// The register that nobody has written.
    public init() { state = .any(seen: VersionVector(), live: []) }

    /// The register of one write that has observed nothing before it.
    package init(_ value: LiveValue) { state = .one(value) }

    /// The register with these parts; dots of live values are added to `seen`.
    ///
    /// - Parameters:
    ///   - seen: what has been observed.
    ///   - live: the values, in any order, no dot twice.
    public init(seen: VersionVector, live: [LiveValue]) {
        var seen = seen
        for value in live { seen.include(value.dot) }
        state = State(seen: seen, live: live.count < 2 ? live : live.sorted { $0.dot < $1.dot })
    }

    /// Writes a value that supersedes exactly what this register has observed.
    public mutating func write(_ value: LiveValue) {
        assert(!seen.includes(value.dot), "a dot names one write")
        var seen = seen
        seen.include(value.dot)
        state = State(seen: seen, live: [value])
    }

    /// Joins another copy of this register into this one.
    ///
    /// - Complexity: O(*n* + *m*) in the numbers of live values, times the length of the vectors.
    public mutating func join(_ other: Register) {
        if other == self { return }
        let (live, seen) = (live, seen)
        var result: [LiveValue] = []
        for mine in live {
            if let copy = other.live.first(where: { $0.dot == mine.dot }) {
                result.append(mine.joined(copy))
            } else if !other.seen.includes(mine.dot) {
                result.append(mine)
            }
        }
        for theirs in other.live
        where !seen.includes(theirs.dot) && !live.contains(where: { $0.dot == theirs.dot }) {
            result.append(theirs)
        }
        self = Register(seen: seen.joined(other.seen), live: result)
        assert(result.allSatisfy { self.seen.includes($0.dot) }, "live dots are observed")
    }

    /// The join of both.
    public func joined(_ other: Register) -> Register {
        var result = self
        result.join(other)
        return result
    }

    /// Lowers the stamp of a live value, if it stands here with a later one.
    ///
    /// - Returns: whether anything changed.
    package mutating func lowerStamp(of dot: Dot, to stamp: HybridTimestamp) -> Bool {
        guard let index = live.firstIndex(where: { $0.dot == dot }), stamp < live[index].stamp
        else { return false }
        live[index].stamp = stamp
        return true
    }
}
