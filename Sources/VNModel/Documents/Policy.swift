/// What people see of a register's concurrent values: a pure function of them.
///
/// A policy writes nothing, so any number of replicas that merge the same conflict make no new
/// writes.
public enum Policy: Hashable, Sendable {
    /// The newest value is shown; the others are kept and listed.
    case latest
    /// As `latest`, but a value beats a concurrent removal.
    case keepEdit
    /// Present if any value is not `null`; never a conflict.
    case addWins
    /// The safest class wins; a conflict if classes differ. Classes are named from the safest.
    case ordered([String])
    /// Deletion marks; what they mean depends on the whole document.
    case deletion
    /// Write-once: any `true` erases the document.
    case erase

    /// The value that is shown, or `nil` if there is none.
    ///
    /// - Complexity: O(*n*) in the number of values.
    public func shown(_ live: [LiveValue]) -> LiveValue? {
        guard live.count > 1 else { return live.first }
        return live.max { less($0, $1) }
    }

    /// Whether people should look at these values: they differ in what matters to this policy.
    public func isConflict(_ live: [LiveValue]) -> Bool {
        guard live.count > 1, let first = live.first else { return false }
        switch self {
        case .latest, .keepEdit:
            return live.dropFirst().contains { $0.encoded != first.encoded }
        case .ordered:
            return live.dropFirst().contains { rank($0.encoded) != rank(first.encoded) }
        case .addWins, .deletion, .erase:
            return false
        }
    }

    private func less(_ left: LiveValue, _ right: LiveValue) -> Bool {
        let ranks = (rank(left.encoded), rank(right.encoded))
        return ranks.0 == ranks.1 ? right.isNewer(than: left) : ranks.0 < ranks.1
    }

    /// What comes before the stamp in the choice; higher is shown.
    private func rank(_ value: CanonicalJSON) -> Int {
        switch self {
        case .latest: 0
        case .keepEdit, .addWins, .deletion: value.isNull ? 0 : 1
        case .erase: value.isTrue ? 1 : 0
        case .ordered(let classes):
            // A class of a newer version is safer than none and less safe than those we know.
            (value["status"]?.string ?? value.string)
                .map { name in classes.firstIndex(of: name).map { classes.count - $0 } ?? 0 } ?? -1
        }
    }
}
