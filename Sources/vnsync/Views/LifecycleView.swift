internal import VNModel
internal import VNStore

/// What the commands that care for the store's file did.
enum LifecycleView {
    /// The JSON of `backup`.
    static func record(_ report: BackupReport) -> [(String, JSONValue?)] {
        [
            ("path", .string(report.path)), ("bytes", .count(report.bytes)),
            ("replica", .text(report.replica)), ("counter", .count(report.counter)),
            ("articles", .count(report.articles)), ("comments", .count(report.comments)),
            ("pending", .count(report.pending)), ("held", .count(report.held)),
        ]
    }

    /// The JSON of `compact`.
    static func record(
        _ report: CompactReport, isDryRun: Bool
    ) -> [(String, JSONValue?)] {
        [
            ("journalRows", .count(report.journalRows)), ("arrivals", .count(report.arrivals)),
            ("erasedPayloads", .count(report.erasedPayloads)),
            ("searchParts", .count(report.searchParts)),
            ("contentBytes", .count(report.contentBytes)),
            ("packing", .string(report.packing.rawValue)),
            ("missingBytes", report.missingBytes > 0 ? .count(report.missingBytes) : nil),
            ("bytesBefore", .count(report.bytesBefore)), ("bytesAfter", .count(report.bytesAfter)),
            ("logEmpty", isDryRun ? nil : .bool(report.isLogEmpty)),
        ]
    }

    /// What `compact` tells people.
    static func lines(
        _ report: CompactReport, isDryRun: Bool, _ messages: Messages
    ) -> [String] {
        let rows = messages.number(report.journalRows)
        let arrivals = messages.number(report.arrivals)
        let payloads = messages.number(report.erasedPayloads)
        var lines = [
            isDryRun
                ? messages(
                    CarePhrase.wouldCompact, rows, arrivals, payloads,
                    messages.bytes(report.contentBytes), messages.bytes(report.bytesBefore))
                : messages(
                    CarePhrase.compacted, rows, arrivals, payloads,
                    messages.bytes(report.bytesBefore), messages.bytes(report.bytesAfter))
        ]
        switch report.packing {
        case .packed: if !isDryRun { lines.append(messages(CarePhrase.packed)) }
        case .notWorthwhile: lines.append(messages(CarePhrase.notWorthwhile))
        case .noRoom:
            lines.append(messages(CarePhrase.noRoom, messages.bytes(report.missingBytes)))
        }
        if !isDryRun, !report.isLogEmpty { lines.append(messages(CarePhrase.logBusy)) }
        return lines
    }

    /// The JSON of `restore`.
    static func record(_ report: RestoreReport) -> [(String, JSONValue?)] {
        [
            ("path", .string(report.path)), ("backup", .string(report.backup)),
            ("keptAside", .text(report.keptAside)), ("replica", .text(report.replica)),
            ("former", .text(report.former)), ("articles", .count(report.articles)),
            ("comments", .count(report.comments)), ("pending", .count(report.pending)),
            ("carried", .count(report.carried)), ("carriedHeld", .count(report.carriedHeld)),
            ("carryFailure", .text(report.carryFailure)),
        ]
    }

    /// What `restore` tells people.
    static func lines(
        _ report: RestoreReport, isDryRun: Bool, _ messages: Messages
    ) -> [String] {
        let phrase = isDryRun ? CarePhrase.wouldRestore : .restored
        var lines = [messages(phrase, report.path, report.backup)]
        if let aside = report.keptAside { lines.append(messages(CarePhrase.keptAside, aside)) }
        if report.carried > 0 {
            lines.append(messages(CarePhrase.carried, count: report.carried))
        }
        if report.carriedHeld > 0 {
            lines.append(messages(CarePhrase.carriedHeld, count: report.carriedHeld))
        }
        if let code = report.carryFailure {
            lines.append(messages(CarePhrase.notCarried, code))
        }
        if !isDryRun {
            lines.append(messages(CarePhrase.newReplica, report.replica.description))
        }
        return lines
    }

    /// The JSON of where a store's bytes are.
    static func record(_ storage: StorageStatistics) -> JSONValue {
        .members([
            (
                "tables",
                .array(
                    storage.tables.map { table in
                        .members([
                            ("name", .string(table.name)), ("rows", .count(table.rows)),
                            ("bytes", table.bytes.map { .count($0) }),
                        ])
                    })
            ),
            ("pages", .count(storage.pages)), ("pageBytes", .count(storage.pageBytes)),
            ("freePages", .count(storage.freePages)), ("logBytes", .count(storage.logBytes)),
            ("freeDiskBytes", storage.freeDiskBytes.map { .count($0) }),
            ("journalBytes", .count(storage.journalBytes)), ("held", .count(storage.held)),
            ("unindexed", .count(storage.unindexed)),
        ])
    }

    /// The tables that have rows, and what else `stats` tells people of the file.
    static func lines(_ storage: StorageStatistics, _ context: Context) -> [String] {
        let messages = context.messages
        var table = Table()
        for part in storage.tables where part.rows > 0 {
            table.add(
                .init(part.name), .init(messages.number(part.rows), isRight: true),
                .init(part.bytes.map(messages.bytes) ?? "", isRight: true))
        }
        var lines = [context.style.bold(messages(CarePhrase.tables))] + table.lines
        lines.append(
            messages(CarePhrase.free, messages.bytes(storage.freePages * storage.pageBytes)))
        lines.append(messages(CarePhrase.log, messages.bytes(storage.logBytes)))
        if storage.unindexed > 0 {
            lines.append(messages(CarePhrase.unindexed, count: storage.unindexed))
        }
        return lines
    }
}
