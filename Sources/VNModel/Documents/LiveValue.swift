/// One value of a register that no later write has superseded.
public struct LiveValue: Hashable, Sendable {
    /// The write that made it.
    public let dot: Dot
    /// When it was written, as its writer or a hub that lowered the stamp says.
    public internal(set) var stamp: HybridTimestamp
    /// What was written; `null` removes.
    public internal(set) var value: JSONValue

    /// - Parameters:
    ///   - dot: the write that made it.
    ///   - stamp: when it was written.
    ///   - value: what was written.
    public init(dot: Dot, stamp: HybridTimestamp, value: JSONValue) {
        self.dot = dot
        self.stamp = stamp
        self.value = value
    }

    /// Two copies of one write: the smaller stamp and, for deletions, all that either saw.
    func joined(_ copy: LiveValue) -> LiveValue {
        precondition(dot == copy.dot, "copies of one write have one dot")
        var result = self
        result.stamp = min(stamp, copy.stamp)
        if value != copy.value {
            if var mine = DeletionMark(value), let other = DeletionMark(copy.value) {
                let (at, by) = (other.at, other.by)
                if JSONObject.precedes("\(at)\n\(by ?? "")", "\(mine.at)\n\(mine.by ?? "")") {
                    (mine.at, mine.by) = (at, by)
                }
                mine.saw.join(other.saw)
                result.value = mine.value
            } else {
                // One dot with two values cannot happen between honest replicas. Whichever is
                // chosen, all replicas must choose alike.
                let bytes = value.canonicalBytes
                if copy.value.canonicalBytes.lexicographicallyPrecedes(bytes) {
                    result.value = copy.value
                }
            }
        }
        return result
    }

    /// Whether this value is shown before another: by stamp, then by dot.
    func isNewer(than other: LiveValue) -> Bool {
        stamp == other.stamp ? other.dot < dot : other.stamp < stamp
    }
}
