/// The exit status of every error code; the longest beginning that fits counts.
enum ErrorTable {
    static func status(_ code: String) -> ExitStatus {
        if let status = exact[code] { return status }
        let family = code.prefix { $0 != "." }
        return families[String(family)] ?? .inner
    }

    private static let exact: [String: ExitStatus] = [
        "store.not-found": .noStore, "store.locked": .storeLocked,
        "store.newer-schema": .newerStore, "store.no-such-document": .noSuchItem,
        "store.no-such-remote": .noSuchItem, "store.sync-locked": .tryAgain,
        "store.read-only": .inputOutput, "store.disk-full": .inputOutput,
        "store.io": .inputOutput, "store.database": .inner,
        "store.no-such-change": .noSuchItem, "store.history-gap": .noSuchItem,
        "store.no-such-held-change": .noSuchItem, "import.unreadable": .noSuchItem,
        "remote.protocol": .protocolError, "remote.unauthorized": .unauthorized,
        "remote.busy": .tryAgain, "remote.address": .badConfiguration,
        "sync.forked": .protocolError, "sync.generation": .protocolError,
        "sync.locked": .tryAgain, "sync.interrupted": .interrupted,
        "sync.push-failed": .partial, "sync.journal-gap": .partial,
        "sync.too-many-deletions": .badData, "sync.not-synced": .badData,
        "hub.unauthorized": .unauthorized, "hub.busy": .tryAgain,
        "hub.internal": .tryAgain, "hub.behind": .tryAgain,
        "cli.usage": .usage, "cli.no-such-item": .noSuchItem, "cli.no-remote": .badConfiguration,
        "cli.token-file": .badConfiguration, "cli.changed-meanwhile": .badData,
        "cli.output": .inputOutput, "cli.unreadable": .noSuchItem, "cli.bad-input": .badData,
        "media.unreadable": .noSuchItem, "media.unavailable": .remoteUnavailable,
        "media.timeout": .remoteUnavailable, "media.status": .remoteUnavailable,
        "cli.browser": .badConfiguration,
        "cli.editor": .badConfiguration, "config.not-written": .inputOutput,
    ]

    private static let families: [String: ExitStatus] = [
        "store": .badData, "content": .badData, "import": .badData, "form": .badData,
        "media": .badData,
        "remote": .remoteUnavailable, "wire": .protocolError, "hub": .protocolError,
        "config": .badConfiguration,
    ]
}
