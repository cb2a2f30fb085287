/// How a store and a hub differed, and what was done about it.
public struct Reconciliation: Hashable, Sendable {
    /// Documents of the store that were compared.
    public internal(set) var compared = 0
    /// Documents that the hub had and the store had not.
    public internal(set) var missing = 0
    /// Documents that the store had and the hub had not, with nothing to be pushed.
    public internal(set) var extra = 0
    /// Documents that both had, in another state, with nothing to be pushed.
    public internal(set) var differing = 0
    /// Documents that differ because something of them waits to be pushed; they stay as they are.
    public internal(set) var pending = 0
    /// Documents that the hub has changed since the last pull; the next one brings them.
    public internal(set) var newer = 0
    /// Documents that were fetched from the hub to repair the store.
    public internal(set) var repaired = 0
    /// Whether everything was compared. Of stores that have little in common only a part is told;
    /// what was found is repaired, and the next run finds more.
    public internal(set) var isComplete = true
    /// Whether the store has other remotes. What they brought is no difference then.
    public internal(set) var isShared = false
    /// Requests sent.
    public internal(set) var roundTrips = 0
    /// Bytes sent and received, as they went over the wire.
    public internal(set) var bytes = 0

    /// Nothing compared.
    init() {}

    /// How many documents were not as they should have been.
    public var found: Int { missing + (isShared ? 0 : extra + differing) }

    /// Whether the store holds what the hub holds, as far as pulls have come; after the repair if
    /// there was one.
    public var isEqual: Bool { isComplete && found <= repaired }
}
