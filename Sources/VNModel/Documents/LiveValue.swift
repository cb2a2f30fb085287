/// One value of a register that no later write has superseded.
public struct LiveValue: Hashable, Sendable {
    /// The write that made it.
    public let dot: Dot
    /// When it was written, as its writer or a hub that lowered the stamp says.
    public internal(set) var stamp: HybridTimestamp
    /// What was written, encoded; `null` removes.
    public internal(set) var encoded: CanonicalJSON

    /// What was written; `null` removes.
    ///
    /// - Complexity: O(*n*): it is taken apart each time.
    public internal(set) var value: JSONValue {
        get { encoded.value }
        set { encoded = CanonicalJSON(newValue) }
    }

    /// Whether it removes.
    public var isNull: Bool { encoded.isNull }

    /// - Parameters:
    ///   - dot: the write that made it.
    ///   - stamp: when it was written.
    ///   - value: what was written.
    public init(dot: Dot, stamp: HybridTimestamp, value: JSONValue) {
        self.init(dot: dot, stamp: stamp, encoded: CanonicalJSON(value))
    }

    /// - Parameters:
    ///   - dot: the write that made it.
    ///   - stamp: when it was written.
    ///   - encoded: what was written, encoded.
    public init(dot: Dot, stamp: HybridTimestamp, encoded: CanonicalJSON) {
        self.dot = dot
        self.stamp = stamp
        self.encoded = encoded
    }

    /// Two copies of one write: the smaller stamp and, for deletions, all that either saw.
    func joined(_ copy: LiveValue) -> LiveValue {
        precondition(dot == copy.dot, "copies of one write have one dot")
        var result = self
        result.stamp = min(stamp, copy.stamp)
        if encoded != copy.encoded {
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
                if copy.encoded.bytes.lexicographicallyPrecedes(encoded.bytes) {
                    result.encoded = copy.encoded
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
