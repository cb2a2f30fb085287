public import VNModel

/// What an entry of the history did to one register.
public struct FieldChange: Hashable, Sendable {
    /// What stood at a moment.
    public enum Values: Hashable, Sendable {
        /// These values, sorted by the writes that made them; `null` removes, no value means that
        /// nobody had written it.
        case known([JSONValue])
        /// Values of others that no longer stand here and were not recorded, or whose records are
        /// no longer kept.
        case unknown
    }

    /// The register.
    public let path: String
    /// What stood before.
    public let before: Values
    /// What stood after.
    public let after: Values

    /// Whether several concurrent values became one.
    public var isResolution: Bool { count(before) > 1 && count(after) == 1 }

    /// Whether several concurrent values stand after, and more than before.
    public var makesSiblings: Bool { count(after) > max(1, count(before)) }

    /// The texts before and after compared word by word, if there was one of each.
    public var words: [WordEdit]? {
        guard case .known(let before) = before, case .known(let after) = after,
            before.count == 1, after.count == 1
        else { return nil }
        return FieldDifference.words(before[0], after[0])
    }

    private func count(_ values: Values) -> Int {
        if case .known(let values) = values { values.count } else { 0 }
    }
}
