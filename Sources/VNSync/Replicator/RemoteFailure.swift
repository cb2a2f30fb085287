/// Why a request had no useful answer, sorted by what there is to do about it.
package struct RemoteFailure: Error, Hashable, Sendable {
    /// What there is to do about it.
    package enum Kind: Hashable, Sendable {
        /// Try again later, perhaps.
        case other
        /// Ask for a new token.
        case unauthorized
        /// Push less at once.
        case tooLarge
        /// Pull, then push again.
        case behind
        /// The hub has another generation.
        case generation
        /// The hub holds other changes under the store's id.
        case forked
    }

    /// What there is to do about it.
    package let kind: Kind
    /// What is told about it if nothing helps.
    package let error: SyncError

    /// - Parameters:
    ///   - kind: what there is to do about it.
    ///   - error: what is told about it if nothing helps.
    package init(_ kind: Kind = .other, _ error: SyncError) {
        self.kind = kind
        self.error = error
    }
}

extension SyncError {
    /// The store was copied or rolled back.
    static let forked = SyncError(
        .forked,
        "this store was copied, or put back to an older state: the hub knows other changes "
            + "under its id",
        hint: "make a fresh clone and carry unsent changes over; "
            + "a later release recovers by itself")

    /// The hub is another one than before.
    static let generation = SyncError(
        .generation, "the hub was restored from a backup, made anew, or is another one",
        hint: "add it as a new remote; a later release recovers by itself")

    /// The hub lacks changes that cannot be pushed to it any more.
    static func journalGap(_ count: UInt64) -> SyncError {
        SyncError(
            .journalGap,
            "the hub lacks \(count) earlier changes of this store, of which the journal was "
                + "compacted or written under a former id",
            hint: "let the hub begin with a backup of one that has them, or make a new store for "
                + "it: `vnsync export | vnsync -C NEW import -`, then push from there")
    }

    /// The sync was cancelled.
    static let interrupted = SyncError(
        .interrupted, "the sync was interrupted; what was exchanged is kept", isRetryable: true)

    /// The hub breaks the protocol.
    static func protocolViolation(_ message: String, cause: String? = nil) -> SyncError {
        SyncError(.protocolViolation, "the hub breaks the protocol: \(message)", cause: cause)
    }
}
