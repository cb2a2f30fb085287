internal import VNModel
internal import VNWire

/// Writes the lines of one page: what one read transaction gives of a pull.
struct PullPage {
    private let reading: any EndpointReading
    private let filter: ScopeFilter
    /// Decides what belonged to the scope that the puller wanted before.
    private let former: ScopeFilter?
    private(set) var state: PullState
    private(set) var writer = JSONWriter(capacity: WireLimits.pageBytes / 4)
    /// Where the item lines begin that the digest has not had.
    private var undigested = 0

    init(_ state: PullState, _ reading: any EndpointReading) {
        self.state = state
        self.reading = reading
        filter = ScopeFilter(state.scope, reading)
        former = state.held.map { ScopeFilter($0.scope, reading) }
    }

    mutating func writeHeader() { writeLine(.header(state.header)) }

    /// Writes items until the page is full or the feed is at its end, then a checkpoint or the
    /// last line.
    ///
    /// - Source: VN-WIRE-047, VN-WIRE-048
    mutating func write() throws {
        guard try reading.generation() == state.generation else { throw Problem.generation }
        let end = writer.bytes.count + WireLimits.pageBytes
        undigested = writer.bytes.count
        if state.log?.hasBegun ?? false { return try writeJudged(before: end) }
        var rows = state.pageRows
        var isAtEnd = false
        while rows > 0, state.remaining > 0, writer.bytes.count < end, !isAtEnd {
            let limit = min(rows, EndpointLimits.feedSlice)
            let slice = try reading.feed(after: state.position, limit: limit)
            rows -= slice.count
            isAtEnd = slice.count < limit
            for (index, row) in slice.enumerated() {
                try write(row)
                state.position = row.seq
                guard state.remaining == 0 || writer.bytes.count >= end else { continue }
                isAtEnd = isAtEnd && index == slice.count - 1
                break
            }
        }
        if isAtEnd {
            state.position = try reading.head()
            // What was judged up to now has been told in documents, and no more than that follows.
            try state.log?.begin(reading)
            if state.log != nil { return try writeJudged(before: end) }
        }
        digest()
        try finish(isComplete: isAtEnd)
    }

    /// Writes judged rows until the page is full or all are told.
    ///
    /// - Source: VN-WIRE-132
    private mutating func writeJudged(before end: Int) throws {
        guard var log = state.log else { return }
        var count = 0
        while count < state.pageRows, writer.bytes.count < end, let row = try log.next(reading) {
            writeLine(.judged(row.told))
            count += 1
        }
        state.count += count
        state.log = log
        digest()
        if log.isAtEnd { return try finish(isComplete: true) }
        let cursor = Cursor(
            generation: state.generation, since: state.since, position: state.position)
        writeLine(.checkpoint(cursor: cursor.text))
    }

    private mutating func finish(isComplete: Bool) throws {
        let since = isComplete ? state.position : state.since
        let cursor = Cursor(
            generation: state.generation, since: since, position: state.position
        ).text
        guard isComplete || state.remaining == 0 else {
            return writeLine(.checkpoint(cursor: cursor))
        }
        state.hasEnded = true
        let sum =
            try isComplete && state.wantsSum
            ? ScopedDigests(state.scope, reading).sum() : nil
        writeLine(
            .end(
                PullEnd(
                    cursor: cursor, isComplete: isComplete, count: state.count,
                    digest: state.digest.text, state: sum, ledger: state.log?.ledger)))
    }

    private mutating func write(_ row: FeedRow) throws {
        switch row {
        case .purge(let id, let seq):
            if let held = state.held, seq <= held.since { return }
            // Only what was purged before the pull began cannot have travelled in it.
            if !state.isEmpty || seq > state.start { writeItem(.purge(id)) }
        case .document(let held):
            try write(held)
        }
    }

    /// - Source: VN-WIRE-043 to VN-WIRE-046
    private mutating func write(_ held: HeldDocument) throws {
        if let former, let before = state.held {
            return try write(held, former, since: before.since)
        }
        var isWhole = state.isReplacing || state.since == 0
        if !state.scope.isFull {
            let hasMoved = held.scopeSeq > state.since
            guard try filter.admits(held.document) else {
                let canHave = !state.isEmpty || held.scopeSeq > state.start
                if hasMoved && canHave { writeItem(.evict(held.document.id)) }
                return
            }
            isWhole = isWhole || hasMoved
        }
        if isWhole, state.scope.includesBodies {
            return writeItem(.document(held.document, seq: held.seq))
        }
        var part = Document(id: held.document.id, kind: held.document.kind)
        for field in held.document.fields where filter.admits(path: field.path) {
            guard isWhole || (field.seq > state.since && !isEcho(field)) else { continue }
            part.set(field.path, field.register)
        }
        if !part.isEmpty { writeItem(.document(part, seq: held.seq)) }
    }

    /// Writes what the puller lacks of a document for another scope.
    ///
    /// - Parameters:
    ///   - held: the document.
    ///   - former: the scope that the puller wanted before.
    ///   - since: up to where it has that.
    /// - Source: VN-WIRE-150 to VN-WIRE-152
    private mutating func write(
        _ held: HeldDocument, _ former: ScopeFilter, since: UInt64
    ) throws {
        let hasMoved = held.scopeSeq > since
        let wasHere = try former.admits(held.document)
        guard try filter.admits(held.document) else {
            if hasMoved || wasHere { writeItem(.evict(held.document.id)) }
            return
        }
        var part = Document(id: held.document.id, kind: held.document.kind)
        for field in held.document.fields where filter.admits(path: field.path) {
            let isHere = wasHere && !hasMoved && former.admits(path: field.path)
            if isHere, field.seq <= since || isEcho(field) { continue }
            part.set(field.path, field.register)
        }
        if !part.isEmpty { writeItem(.document(part, seq: held.seq)) }
    }

    /// Whether a register stands exactly as the puller's own push left it.
    private func isEcho(_ field: Document.Field) -> Bool {
        guard field.by == state.replica, field.register.liveCount == 1,
            let live = field.register.live.first
        else { return false }
        return live.dot.replica == state.replica && live.dot.counter <= state.known.counter
    }

    private mutating func writeItem(_ item: FeedItem) {
        writer.item(item)
        writer.raw("\n")
        state.count += 1
        state.remaining -= 1
    }

    private mutating func writeLine(_ line: PullLine) {
        line.encode(into: &writer)
        writer.raw("\n")
    }

    private mutating func digest() {
        writer.bytes.withUnsafeBytes { bytes in
            state.digest.update(UnsafeRawBufferPointer(rebasing: bytes[undigested...]))
        }
    }
}
