/// What an engine is doing.
public enum SyncStatus: Hashable, Sendable {
    /// Nothing; everything known is exchanged, or no sync was asked for.
    case idle
    /// Finding out what there is to exchange.
    case connecting
    /// Changes pushed, of those that were pending when the push began.
    case pushing(done: Int, total: Int)
    /// Places of the hub's feed pulled, of those between the store's and the hub's head. A place
    /// is at most one document, so `done` comes near the number of documents.
    case pulling(done: Int, total: Int)
    /// The next attempt is made at a time, in milliseconds since 1970.
    case waiting(until: UInt64, reason: SyncError)
    /// The hub does not accept the token: it goes on once there is another one and the app says so.
    case paused(reason: SyncError)
    /// It cannot go on by itself. With the code `sync.push-failed` pulls go on, but changes cannot
    /// be pushed.
    case stalled(reason: SyncError)
}
