internal import VNModel
package import VNStore

/// How far a hub has recovered from a restore.
package struct HubRecovery: Hashable, Sendable {
    /// Names the present history of the feed.
    package let generation: String
    /// Until when the hub takes changes that have observed what it does not hold, as RFC 3339
    /// time; `nil`: not any more.
    package let recoveringUntil: String?
    /// Where what stood at the place of a restored store is kept; `nil` if nothing stood there.
    package let keptAside: String?

    /// `{"v":1, "generation":…, "recovering":…, "keptAside":…}`, canonically encoded.
    package var jsonText: String {
        var members: [(String, JSONValue)] = [("generation", .string(generation))]
        if let keptAside { members.append(("keptAside", .string(keptAside))) }
        if let recoveringUntil { members.append(("recovering", .string(recoveringUntil))) }
        return JSONValue.object(members + [("v", .integer(1))]).canonicalText
    }
}

/// What is to become of a hub's recovery.
package enum RecoveryStep: Hashable, Sendable {
    /// The store was put back by hand: it begins a new generation and recovers for so long.
    case begin(milliseconds: UInt64)
    /// It recovers for so long from now on.
    case extend(milliseconds: UInt64)
    /// It is over.
    case close
}

extension SQLiteEndpointStore {
    /// Puts a backup in the place of a hub's store. It begins a new generation, by which clients
    /// notice and offer again what it lacks, and takes changes that have observed what it does
    /// not hold for a while. A daemon may be running meanwhile.
    ///
    /// - Parameters:
    ///   - backup: another store file.
    ///   - path: the hub's store.
    ///   - milliseconds: how long it recovers.
    ///   - configuration: how stores are opened.
    /// - Throws: `StoreError`; the store is as it was then.
    package static func restore(
        from backup: String, to path: String, milliseconds: UInt64,
        configuration: StoreConfiguration = StoreConfiguration()
    ) async throws -> HubRecovery {
        let report = try await ContentStore.restore(
            from: backup, to: path, configuration: configuration)
        return try await recovery(
            at: path, .extend(milliseconds: milliseconds), configuration: configuration,
            keptAside: report.keptAside)
    }

    /// Tells how far a hub has recovered, and changes it.
    ///
    /// - Parameters:
    ///   - path: the hub's store.
    ///   - step: what is to become of its recovery; `nil`: nothing.
    ///   - configuration: how stores are opened.
    ///   - keptAside: what the answer says of it.
    /// - Throws: `StoreError`.
    package static func recovery(
        at path: String, _ step: RecoveryStep? = nil,
        configuration: StoreConfiguration = StoreConfiguration(), keptAside: String? = nil
    ) async throws -> HubRecovery {
        try await ContentStore.open(at: path, configuration: configuration).use { store in
            let environment = configuration.environment
            if let step { try await store.write(.durable) { try $0.take(step, environment) } }
            let now = environment.milliseconds()
            return try await store.read { session in
                let end = try SQLiteEndpointSession(session).recoveringUntil() ?? 0
                return HubRecovery(
                    generation: try session.head().generation,
                    recoveringUntil: now < end
                        ? Timestamp(milliseconds: Int64(clamping: end)).rfc3339 : nil,
                    keptAside: keptAside)
            }
        }
    }
}

extension StoreSession {
    fileprivate func take(_ step: RecoveryStep, _ environment: any Environment) throws {
        let milliseconds: UInt64?
        switch step {
        case .begin(let time):
            try run(
                "UPDATE store SET generation = ?",
                .text(environment.newReplicaID().description))
            milliseconds = time
        case .extend(let time): milliseconds = time
        case .close: milliseconds = nil
        }
        let end = milliseconds.map { SQLValue.integer(environment.milliseconds() + $0) }
        try run("UPDATE store SET recovering_ms = ?", end ?? .null)
    }
}
