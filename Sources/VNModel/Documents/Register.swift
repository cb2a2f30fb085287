/// One field of a document: a lattice of concurrent values.
///
/// `join` is commutative, associative and idempotent. A value disappears only if some writer that
/// had observed it wrote again; concurrent writes stay side by side as siblings. Because each
/// register carries its own vector, any subset of a document's registers merges correctly, in any
/// order, any number of times.
public struct Register: Hashable, Sendable {
    /// All writes that this register has observed; every live value's dot is in it.
    public internal(set) var seen: VersionVector
    /// The values that nobody has superseded, sorted by dot.
    public internal(set) var live: [LiveValue]

    /// The register that nobody has written.
    public init() {
        seen = VersionVector()
        live = []
    }

    /// The register with these parts; dots of live values are added to `seen`.
    ///
    /// - Parameters:
    ///   - seen: what has been observed.
    ///   - live: the values, in any order, no dot twice.
    public init(seen: VersionVector, live: [LiveValue]) {
        self.seen = seen
        self.live = live.count < 2 ? live : live.sorted { $0.dot < $1.dot }
        for value in live { self.seen.include(value.dot) }
    }

    /// Writes a value that supersedes exactly what this register has observed.
    public mutating func write(_ value: LiveValue) {
        assert(!seen.includes(value.dot), "a dot names one write")
        live = [value]
        seen.include(value.dot)
    }

    /// Joins another copy of this register into this one.
    ///
    /// - Complexity: O(*n* + *m*) in the numbers of live values, times the length of the vectors.
    public mutating func join(_ other: Register) {
        if other == self { return }
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
        live = result.count < 2 ? result : result.sorted { $0.dot < $1.dot }
        seen.join(other.seen)
        assert(live.allSatisfy { seen.includes($0.dot) }, "live dots are observed")
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
