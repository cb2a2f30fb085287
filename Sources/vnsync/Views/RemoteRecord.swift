internal import VNModel
internal import VNStore

/// How far a store is with a remote.
enum RemoteRecord {
    /// `new`, `ok`, `recovering` or `failing`.
    static func state(_ remote: RemoteState) -> String {
        if remote.lastError != nil { return "failing" }
        if remote.recovery != nil { return "recovering" }
        return remote.lastSuccess == nil ? "new" : "ok"
    }

    /// The JSON of `status` and `remote list`.
    static func members(_ remote: RemoteState) -> [(String, JSONValue?)] {
        [
            ("name", .string(remote.name)), ("url", .string(remote.url)),
            ("generation", .text(remote.generation)), ("cursor", .text(remote.cursor)),
            ("lastPull", .time(remote.lastPull)), ("lastPush", .time(remote.lastPush)),
            ("state", .string(state(remote))), ("reason", .text(remote.lastError)),
            ("scope", remote.scope.isFull ? nil : remote.scope.json),
            ("clockSkew", remote.clockSkew.map { .integer($0) }),
            ("recovery", .text(remote.recovery?.rawValue)),
        ]
    }

    /// When it last went well, or why it did not.
    static func sentence(_ remote: RemoteState, _ context: Context) -> String {
        let messages = context.messages
        if let error = remote.lastError {
            return messages(StatusPhrase.lastError, reason(error, messages))
        }
        guard let last = remote.lastSuccess else { return messages(StatusPhrase.neverSynced) }
        return messages(StatusPhrase.lastSync, context.dates.minute(milliseconds: last))
    }

    /// A kept error, `code: message`, in the user's language.
    private static func reason(_ error: String, _ messages: Messages) -> String {
        let parts = error.split(separator: ": ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return error }
        return messages.error(Failure(code: parts[0], message: parts[1])).message
    }
}
