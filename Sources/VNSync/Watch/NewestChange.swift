/// The newest of the changes made here, which are counted within a history of them. A store that
/// takes a new id, or a hub that is put back, begins another history.
package struct NewestChange: Hashable, Sendable {
    /// Names the history.
    package let history: String
    /// Grows with each change of a history; 0: there is none that is to go out.
    package let number: UInt64

    /// - Parameters:
    ///   - history: names the history.
    ///   - number: grows with each change of it; 0: there is none that is to go out.
    package init(history: String, number: UInt64) {
        (self.history, self.number) = (history, number)
    }

    /// Whether there are changes behind another one.
    package func isNewer(than other: NewestChange) -> Bool {
        number > (history == other.history ? other.number : 0)
    }
}
