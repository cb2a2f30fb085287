internal import VNModel

extension StoreError.Code {
    /// A change never stood in this store: it arrived together with one that superseded it, or not
    /// at all.
    public static let noSuchChange = Self("store.no-such-change")
    /// What stood at that moment is no longer kept, or was never recorded.
    public static let historyGap = Self("store.history-gap")
}

extension StoreSession {
    /// What a document showed at a moment.
    ///
    /// - Throws: ``StoreError`` `store.no-such-change`, `store.history-gap`,
    ///   `store.invalid-request` for a change of another document.
    func state(
        _ timeline: DocumentTimeline, _ values: KnownValues, at point: HistoryPoint
    ) throws -> DocumentState {
        let position = try position(timeline, values, of: point)
        guard position >= timeline.cutCount else { throw StoreError.historyGap(timeline, []) }
        var rewinder = Rewinder(timeline, values)
        rewinder.rewind(to: position)
        guard rewinder.unknown.isEmpty else {
            throw StoreError.historyGap(timeline, rewinder.unknown.sorted())
        }
        var document = Document(id: timeline.document, kind: timeline.kind)
        document.resolvers = resolvers
        for (path, live) in rewinder.live.sorted(by: { JSONObject.precedes($0.key, $1.key) }) {
            document.set(path, Register(seen: VersionVector(), live: live))
        }
        try checkStamps(document, timeline, position)
        return DocumentState(document)
    }

    /// How many events of the timeline had happened at a moment.
    private func position(
        _ timeline: DocumentTimeline, _ values: KnownValues, of point: HistoryPoint
    ) throws -> Int {
        switch point {
        case .now: return timeline.events.count
        case .lastSync: return timeline.firstPending ?? timeline.events.count
        case .after(let dot):
            if let index = timeline.index(of: dot) { return index + 1 }
            guard try isBase(dot, timeline, values) else { throw try unknown(dot, timeline) }
            return 0
        case .before(let dot):
            if let index = timeline.index(of: dot) { return index }
            guard try isBase(dot, timeline, values) else { throw try unknown(dot, timeline) }
            throw StoreError(
                .historyGap,
                "change \(dot) came here with the document; what was before it is not known",
                context: [dot.description])
        }
    }

    /// Whether a change stood in the document when it first came here.
    private func isBase(
        _ dot: Dot, _ timeline: DocumentTimeline, _ values: KnownValues
    ) throws -> Bool {
        guard timeline.own[dot.replica] == nil else { return false }
        var rewinder = Rewinder(timeline, values)
        rewinder.rewind(to: 0)
        return rewinder.live.values.contains { $0.contains { $0.dot == dot } }
    }

    /// Why nothing is known of a change.
    private func unknown(_ dot: Dot, _ timeline: DocumentTimeline) throws -> StoreError {
        let context = [dot.description]
        guard timeline.own[dot.replica] != nil else {
            return StoreError(
                .noSuchChange,
                "change \(dot) never stood in \(timeline.document) here: it came together with a "
                    + "later one, or its arrival is no longer kept", context: context)
        }
        let head = try head()
        let row = try first(
            "SELECT doc FROM journal WHERE replica = ? AND counter = ?",
            [.integer(Int64(try number(of: dot.replica))), .integer(dot.counter)]
        ) { $0.id(0) }
        if row != nil {
            return StoreError(
                .invalidRequest, "change \(dot) is of another document", context: context)
        }
        if dot.replica == head.replica, dot.counter > head.journal.counter {
            return StoreError(
                .noSuchChange,
                "change \(dot) has not been made; the last is "
                    + "\(head.journal.counter)", context: context)
        }
        return StoreError(
            .historyGap, "change \(dot) is no longer kept in the journal", context: context)
    }

    /// A value that is newer than the local change behind which it stands came later, by a way
    /// that is not recorded any more.
    private func checkStamps(
        _ document: Document, _ timeline: DocumentTimeline, _ position: Int
    ) throws {
        guard position > 0, position < timeline.events.count,
            case .change(let row) = timeline.events[position - 1], !row.isAmended
        else { return }
        let later = document.fields.filter { field in
            field.register.live.contains {
                $0.stamp > row.change.stamp && timeline.own[$0.dot.replica] == nil
            }
        }
        guard later.isEmpty else {
            throw StoreError.historyGap(timeline, later.map(\.path))
        }
    }
}

extension DocumentTimeline {
    /// Where a change was made or arrived.
    func index(of dot: Dot) -> Int? {
        events.indices.first { brought(by: $0).contains(dot) }
    }

    /// Where the first local change stands that waits to be pushed.
    fileprivate var firstPending: Int? {
        events.firstIndex {
            guard case .change(let row) = $0 else { return false }
            return row.isPending && !row.isWithdrawn
        }
    }
}

extension StoreError {
    fileprivate static func historyGap(
        _ timeline: DocumentTimeline, _ paths: [String]
    ) -> StoreError {
        let what = paths.isEmpty ? "" : " of \(paths.count == 1 ? paths[0] : "some fields")"
        return StoreError(
            .historyGap,
            "what stood at that moment\(what) is no longer kept here, or never was", context: paths)
    }
}
