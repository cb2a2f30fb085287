/// What a store held of a hub's content before it wanted another part of it.
public struct HeldScope: Hashable, Sendable {
    /// What it wanted.
    public let scope: Scope
    /// The cursor up to which it had it.
    public let cursor: String

    /// - Parameters:
    ///   - scope: what the store wanted.
    ///   - cursor: the cursor up to which it had it.
    public init(scope: Scope, cursor: String) {
        (self.scope, self.cursor) = (scope, cursor)
    }
}
