public import VNModel

extension ContentStore {
    /// All remotes, by name.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    public func remotes() async throws -> [RemoteState] { try await read { try $0.remotes() } }

    /// A remote by its name.
    ///
    /// - Throws: ``StoreError`` `store.no-such-remote`.
    public func remoteState(_ name: String) async throws -> RemoteState {
        try await read { try $0.remote(name) }
    }

    /// Adds a remote.
    ///
    /// - Parameters:
    ///   - name: what it is called here.
    ///   - url: where it is; only a transport looks at it.
    ///   - scope: what is wanted of its content.
    /// - Throws: ``StoreError`` `store.remote-exists`.
    public func addRemote(_ name: String, url: String, scope: Scope = Scope()) async throws {
        try await write(.durable) { session in
            let stands = try session.first("SELECT 1 FROM remote WHERE name = ?", [.text(name)]) {
                $0.integer(0)
            }
            guard stands == nil else {
                throw StoreError(
                    .remoteExists,
                    "there is a remote \(name) already; `vnsync remote set-url` changes it")
            }
            try session.run(
                "INSERT INTO remote (name, url, acked_hash, scope) VALUES (?, ?, ?, ?)",
                .text(name), .text(url), .blob(ChangeHash.origin.bytes),
                scope.isFull ? .null : .text(scope.json.canonicalText))
        }
    }

    /// Forgets a remote and how far the store was with it; content and journal stay.
    ///
    /// - Throws: ``StoreError`` `store.no-such-remote`.
    public func removeRemote(_ name: String) async throws {
        try await write(.durable) { session in
            let number = try session.remoteNumber(name)
            for table in ["reread", "eviction", "unconfirmed"] {
                try session.run("DELETE FROM \(table) WHERE remote = ?", .integer(number))
            }
            try session.run("DELETE FROM remote WHERE number = ?", .integer(number))
        }
    }

    /// Changes where a remote is. It must be the same endpoint under another address, or one that
    /// replicates with it: then the store moves there, keeps its id, offers what that one lacks of
    /// its journal, and waits for what that one lacks of others.
    ///
    /// A store whose old hub is gone for good does not move: its remote is removed and added anew.
    ///
    /// - Throws: ``StoreError`` `store.no-such-remote`.
    public func setURL(_ url: String, ofRemote name: String) async throws {
        try await write(.durable) { session in
            let number = try session.remoteNumber(name)
            try session.run(
                """
                UPDATE remote SET url = ?1, moved = CASE
                    WHEN url = ?1 OR generation IS NULL THEN moved ELSE moved | ?3 END
                WHERE number = ?2
                """, .text(url), .integer(number), .integer(Move.begun.rawValue))
        }
    }

    /// Changes what is wanted of a remote's content; the next pull brings what is missing for that
    /// and evicts what no longer belongs here.
    ///
    /// Only the difference travels if a pull has come to its end with the scope so far. If none
    /// has, or if the scope is the one so far, all that is wanted comes again. What is still to be
    /// pushed stays until it was.
    ///
    /// - Throws: ``StoreError`` `store.no-such-remote`.
    public func setScope(_ scope: Scope, ofRemote name: String) async throws {
        try await write(.durable) { session in
            let number = try session.remoteNumber(name)
            let state = try session.remote(name)
            var held: HeldScope?
            if !state.isFirst, state.recovery == nil, state.scope != scope,
                let cursor = state.cursor
            {
                held = HeldScope(scope: state.scope, cursor: cursor)
            }
            try session.run(
                """
                UPDATE remote SET scope = ?, cursor = NULL, is_complete = 0, former_scope = ?,
                    former_cursor = ? WHERE number = ?
                """,
                scope.isFull ? .null : .text(scope.json.canonicalText),
                .text(held?.scope.json.canonicalText), .text(held?.cursor), .integer(number))
        }
    }

    /// Notes the history of the endpoint's feed at first contact.
    package func setGeneration(_ generation: String, remote name: String) async throws {
        try await write(.durable) { session in
            let number = try session.remoteNumber(name)
            try session.run(
                "UPDATE remote SET generation = ? WHERE number = ?", .text(generation),
                .integer(number))
        }
    }

    /// Notes how a contact went.
    package func recordContact(
        remote name: String, error: String?, clockSkewMilliseconds: Int64? = nil,
        durableThrough: UInt64? = nil
    ) async throws {
        try await write(.repeatable) { session in
            let number = try session.remoteNumber(name)
            let now = SQLValue.integer(session.environment.milliseconds())
            try session.run(
                """
                UPDATE remote SET last_error = ?1, clock_skew_ms = coalesce(?2, clock_skew_ms),
                    durable = max(durable, coalesce(?3, 0)),
                    last_success_ms = CASE WHEN ?1 IS NULL THEN ?4 ELSE last_success_ms END,
                    moved = CASE WHEN ?1 IS NULL THEN moved & ~?6 ELSE moved END
                WHERE number = ?5
                """,
                .text(error), clockSkewMilliseconds.map { .integer($0) } ?? .null,
                durableThrough.map { .integer($0) } ?? .null, now, .integer(number),
                .integer(Move.begun.rawValue))
        }
    }

    /// Takes the right to sync with a remote, for `duration`; an expired right is taken over.
    ///
    /// - Throws: ``StoreError`` `store.sync-locked` while another owner holds it.
    package func acquireSyncLock(
        remote name: String, owner: String, duration: Duration = .seconds(60)
    ) async throws {
        try await write(.repeatable) { session in
            let number = try session.remoteNumber(name)
            let (now, until) = session.syncRight(for: duration)
            // A right that ends later than one taken now was taken before the clock was set back.
            let holder = try session.first(
                """
                SELECT lock_owner FROM remote
                WHERE number = ? AND lock_owner <> ? AND lock_until_ms > ? AND lock_until_ms <= ?
                """, [.integer(number), .text(owner), .integer(now), .integer(until)]
            ) { $0.text(0) ?? "" }
            if let holder, !SyncOwner.isGone(holder) {
                throw StoreError(
                    .syncLocked, "another sync with \(name) is running (\(holder)); try again later"
                )
            }
            try session.run(
                "UPDATE remote SET lock_owner = ?, lock_until_ms = ? WHERE number = ?",
                .text(owner), .integer(until), .integer(number))
        }
    }

    /// Prolongs the right to sync with a remote, for `duration` from now on.
    ///
    /// - Throws: ``StoreError`` `store.sync-locked` if it was taken over since, even by one who has
    ///   given it back: what the owner knows of the remote may not be true any more.
    package func renewSyncLock(
        remote name: String, owner: String, duration: Duration = .seconds(60)
    ) async throws {
        try await write(.repeatable) { session in
            let renewed = try session.run(
                "UPDATE remote SET lock_until_ms = ? WHERE name = ? AND lock_owner = ?",
                .integer(session.syncRight(for: duration).until), .text(name), .text(owner))
            guard renewed == 1 else {
                throw StoreError(
                    .syncLocked,
                    "another sync with \(name) ran while this one stood still; sync again")
            }
        }
    }

    /// Gives the right to sync back.
    package func releaseSyncLock(remote name: String, owner: String) async throws {
        try await write(.repeatable) { session in
            _ = try session.run(
                """
                UPDATE remote SET lock_owner = NULL, lock_until_ms = NULL
                WHERE name = ? AND lock_owner = ?
                """, .text(name), .text(owner))
        }
    }
}

extension StoreSession {
    /// Now, and when a right to sync that is taken now ends, in milliseconds since 1970.
    fileprivate func syncRight(for duration: Duration) -> (now: UInt64, until: UInt64) {
        let now = environment.milliseconds()
        return (now, now + UInt64(duration.components.seconds) * 1000)
    }
}
