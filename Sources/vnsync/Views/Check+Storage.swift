internal import VNModel
internal import VNStore

extension [Check] {
    /// What `doctor` looks at of the file: its rights, its log, the room around it, whether it is
    /// the file that it was, and the search index.
    init(_ storage: StorageStatistics, bytes: Int, _ messages: Messages) {
        let isPrivate = storage.fileMode & 0o077 == 0
        let mode = String(storage.fileMode, radix: 8)
        self = [
            Check(
                "mode", isOK: isPrivate, isPrivate ? mode : "\(mode): others may read it; chmod 600"
            ),
            Check(
                "copied", isOK: !storage.isCopied,
                storage.isCopied
                    ? "the file was copied or put back by hand; a sync stops until it has a new id"
                    : "the file is the one that it was"),
            Check(
                "log", isOK: storage.logBytes <= CheckLimits.logBytes,
                "\(messages.bytes(storage.logBytes))"
                    + (storage.logBytes <= CheckLimits.logBytes
                        ? "" : ": somebody reads without end, or `vnsync compact` helps")),
            Check(
                "index", isOK: storage.unindexed <= CheckLimits.unindexed,
                messages(CarePhrase.unindexed, count: storage.unindexed)),
        ]
        guard let room = storage.freeDiskBytes else { return }
        let needed = Swift.max(CheckLimits.freeBytes, bytes / 10)
        append(
            Check(
                "disk", isOK: room >= needed,
                "\(messages.bytes(room))" + (room >= needed ? "" : ": too little to go on with")))
    }
}

/// From where on `doctor` calls something unwell.
private enum CheckLimits {
    /// Bytes of the write-ahead log: four times what is left of it in ordinary work.
    static let logBytes = 64 << 20
    /// Documents that wait for the search index: more than one batch is not written by a search.
    static let unindexed = 500
    /// Bytes that must be free on the disk; a tenth of the store if that is more.
    static let freeBytes = 64 << 20
}
