extension ContentStore {
    /// This store, with every write tried to its end and then taken back.
    ///
    /// A write of it runs in the same transaction as that of the store itself: it answers what
    /// the real one would answer, counters included, and throws what that would throw. Then the
    /// transaction is rolled back: file, journal and feed stay as they are, and nobody is told of
    /// a change. So each write is a rehearsal of its own; the next one, and every read, sees the
    /// store as it stands.
    ///
    /// ```swift
    /// try await store.rehearsing.delete(id)    // throws if `store.delete(id)` would
    /// ```
    ///
    /// It works on the connections of the store and is closed with it. While a write is tried,
    /// other writers wait, as they do for a real one. It cannot tell what only a commit shows,
    /// such as a full disk.
    public var rehearsing: ContentStore { isRehearsing ? self : ContentStore(rehearsing: self) }
}
