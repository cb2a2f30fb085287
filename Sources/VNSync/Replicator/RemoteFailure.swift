internal import VNWire

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

    /// Whether the hub said that it takes no such request, or none of this store.
    var isDenial: Bool {
        let denials = [
            WireCode.forbidden, WireCode.notFound, WireCode.method, "http.403", "http.404",
            "http.405",
        ]
        return error.cause.map { denials.contains($0) } ?? false
    }
}

extension SyncError {
    /// The store took new ids, and the hub knew other changes under each.
    static let forked = SyncError(
        .forked,
        "the hub goes on knowing other changes under this store's id, although it took new ones",
        hint: "let the hub's operator run `vnsyncd check`; nothing here is lost")

    /// The hub has forgotten what it had answered for, and does not say so.
    static let generation = SyncError(
        .generation,
        "the hub has forgotten changes that it had taken, and does not say that it was put back",
        hint: "its operator has to run `vnsyncd recovery --begin` on its store; then sync again")

    /// The hub changes its generation again and again.
    package static let unsteady = SyncError(
        .generation, "the hub was put back again and again while it was synced with",
        hint: "sync again", isRetryable: true)

    /// The hub has another generation and lacks what the journal no longer holds.
    static func lostRows(_ count: UInt64) -> SyncError {
        SyncError(
            .generation,
            "the hub was put back or made anew and lacks \(count) earlier changes of this store, "
                + "which the journal no longer holds; nothing here was changed",
            hint: "let the hub begin with a later backup, or make a new store for it: "
                + "`vnsync export | vnsync -C NEW import -`, then push from there")
    }

    /// A cache answers with what the hub said before.
    static let oldPage = SyncError(
        .protocolViolation, "a cache answers with an old page of the hub", hint: "sync again",
        isRetryable: true)

    /// What changes have observed is with the hub from which the store moved, and not here yet.
    static func notHereYet(_ error: SyncError) -> SyncError {
        var result = error
        result.hint =
            "it is with the hub from which the store moved: sync again when both hubs have "
            + "replicated (`vnsyncd serve --upstream`), or go back (`vnsync remote set-url`)"
        return result
    }

    /// The hub lacks changes that cannot be pushed to it any more.
    static func journalGap(_ count: UInt64) -> SyncError {
        SyncError(
            .journalGap,
            "the hub lacks \(count) earlier changes of this store, which the journal no longer "
                + "holds",
            hint: "let the hub begin with a backup of one that has them, or make a new store for "
                + "it: `vnsync export | vnsync -C NEW import -`, then push from there")
    }

    /// The sync was cancelled.
    package static let interrupted = SyncError(
        .interrupted, "the sync was interrupted; what was exchanged is kept", isRetryable: true)

    /// The hub breaks the protocol.
    package static func protocolViolation(_ message: String, cause: String? = nil) -> SyncError {
        SyncError(.protocolViolation, "the hub breaks the protocol: \(message)", cause: cause)
    }
}
