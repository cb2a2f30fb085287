public import VNModel

/// A remote endpoint and how far the store is with it.
public struct RemoteState: Hashable, Sendable {
    /// How people call it.
    public let name: String
    /// Where it is.
    public let url: String
    /// The history of the endpoint's feed that `cursor` belongs to; `nil` before first contact.
    public let generation: String?
    /// Where the next pull goes on; opaque. `nil`: from the beginning.
    public let cursor: String?
    /// How much of the journal the endpoint has answered for.
    public let acked: JournalMark
    /// How much of the journal the endpoint's last backup holds.
    public let durable: UInt64
    /// What of the endpoint's content is wanted.
    public let scope: Scope
    /// Whether no pull has come to its end yet.
    public let isFirst: Bool
    /// Milliseconds since 1970 of the last pull, push and success.
    public let lastPull: UInt64?
    /// See ``lastPull``.
    public let lastPush: UInt64?
    /// See ``lastPull``.
    public let lastSuccess: UInt64?
    /// What the last sync ended with, if it failed.
    public let lastError: String?
    /// The endpoint's clock minus ours, in milliseconds.
    public let clockSkew: Int64?
    /// Why the pull that is due, or under way, replaces what is here; `nil`: it does not.
    public let recovery: RecoveryReason?
    /// Whether the store moved here from another hub: this one may lack for a while what changes
    /// of this store had observed there.
    public let isMoved: Bool
    /// What is held of the scope that was wanted before, until a pull has come to its end.
    public let held: HeldScope?
}

extension StoreSession {
    private static let remoteColumns = """
        SELECT name, url, generation, cursor, acked, acked_hash, durable, scope, is_complete, \
        last_pull_ms, last_push_ms, last_success_ms, last_error, clock_skew_ms, recovery, \
        moved, former_scope, former_cursor \
        FROM remote
        """

    /// All remotes, by name.
    func remotes() throws -> [RemoteState] {
        try all(StoreSession.remoteColumns + " ORDER BY name") { try remoteState($0) }
    }

    /// A remote by its name.
    package func remote(_ name: String) throws -> RemoteState {
        let found = try first(StoreSession.remoteColumns + " WHERE name = ?", [.text(name)]) {
            try remoteState($0)
        }
        guard let found else {
            throw StoreError(
                .noSuchRemote,
                "there is no remote \(name); `vnsync remote add \(name) URL` adds it")
        }
        return found
    }

    /// The number of a remote.
    func remoteNumber(_ name: String) throws -> Int64 {
        let found = try first("SELECT number FROM remote WHERE name = ?", [.text(name)]) {
            $0.integer(0)
        }
        guard let found else {
            throw StoreError(.noSuchRemote, "there is no remote \(name)")
        }
        return found
    }

    private func remoteState(_ row: borrowing SQLRow) throws -> RemoteState {
        func scope(_ column: Int32) throws -> Scope? {
            try row.text(column).map { text in
                guard let json = try? JSONValue(parsing: text), let scope = Scope(json: json) else {
                    throw StoreError(.corrupt, "the scope of a remote is damaged")
                }
                return scope
            }
        }
        let (wanted, former) = (try scope(7), try scope(16))
        let held = former.flatMap { former in
            row.text(17).map { HeldScope(scope: former, cursor: $0) }
        }
        let hash = row.withBytes(5) { ChangeHash(bytes: $0) }
        return RemoteState(
            name: row.text(0) ?? "", url: row.text(1) ?? "", generation: row.text(2),
            cursor: row.text(3),
            acked: JournalMark(counter: row.unsigned(4), hash: hash ?? .origin),
            durable: row.unsigned(6), scope: wanted ?? Scope(), isFirst: row.integer(8) == 0,
            lastPull: row.optionalInteger(9).map { UInt64($0) },
            lastPush: row.optionalInteger(10).map { UInt64($0) },
            lastSuccess: row.optionalInteger(11).map { UInt64($0) }, lastError: row.text(12),
            clockSkew: row.optionalInteger(13),
            recovery: row.text(14).flatMap { RecoveryReason(rawValue: $0) },
            isMoved: Move(rawValue: row.integer(15)).contains(.done), held: held)
    }
}

/// How far a store is that was told another address of a remote; nothing if it was told none, or
/// the remote is the same under both.
struct Move: OptionSet {
    let rawValue: Int64

    /// Nobody has answered under the present address yet.
    static let begun = Move(rawValue: 1)
    /// The hub that answered last is another one than at first.
    static let done = Move(rawValue: 2)
}
