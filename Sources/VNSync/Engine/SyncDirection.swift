/// Which way changes travel in a sync.
public enum SyncDirection: Hashable, Sendable {
    /// Push, then pull.
    case both
    /// Pull only.
    case pull
    /// Push; a pull only if the hub asks for one before it can take the changes.
    case push

    var pushes: Bool { self != .pull }
    var pulls: Bool { self != .push }
}
