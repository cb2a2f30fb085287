internal import VNModel
internal import VNStore
internal import VNWire

// Streams: pulls, documents that are read again, and the hub's state for lowering.
extension Replicator {
    mutating func findMarks(then next: Step) -> [Action] {
        // A pull that replaces everything reads marked documents again by itself.
        if session.local.recovery != nil { return goOn(to: next) }
        return enter(.findingMarks(next: next), .findMarks(limit: SyncLimits.rereadDocuments))
    }

    /// Reads marked documents again. Those that stay marked, because something of them is
    /// pending, are not asked for twice in a row.
    mutating func reread(_ ids: [DocumentID], then next: Step) -> [Action] {
        guard ids.isEmpty || ids == session.lastReread else {
            session.lastReread = ids
            return open(.reread(ids, next: next), ids)
        }
        return goOn(to: next)
    }

    private mutating func goOn(to next: Step) -> [Action] {
        switch next {
        case .push: return beginPush()
        case .pull: return beginPull()
        case .finish: return end()
        }
    }

    mutating func open(_ purpose: Purpose, _ ids: [DocumentID]) -> [Action] {
        enter(
            .opening(purpose),
            .openDocuments(
                DocumentsRequest(
                    replica: session.local.replica, generation: session.local.generation ?? "",
                    ids: ids, scope: session.local.scope)))
    }

    mutating func beginPull() -> [Action] {
        guard configuration.direction.pulls || session.pushesAfterPull, session.needsPull else {
            return end()
        }
        let local = session.local
        if configuration.isTrusted, !session.hasOffered, local.recovery == .generation,
            local.cursor == nil
        {
            return enter(.offering, .offer(local.generation ?? ""))
        }
        // What was written since the session began stands here too once it was pushed.
        let isEmpty = local.isEmpty && session.pushed == 0
        session.hasCommittedPart = false
        return enter(
            .opening(.pull),
            .openPull(
                PullRequest(
                    replica: local.replica, cursor: local.cursor, scope: local.scope,
                    isEmpty: local.isFirst && isEmpty && local.recovery == nil,
                    isReplacing: local.recovery != nil, wantsState: local.wantsState,
                    held: local.recovery == nil ? local.held : nil)))
    }

    /// Before anything of a stream is applied, the journal is compared with what the hub holds
    /// of it: a copy of this store may have pushed since hello.
    mutating func opened(_ header: PullHeader, _ purpose: Purpose) -> [Action] {
        guard header.generation == session.local.generation ?? header.generation else {
            return [.closeStream] + greetAgain()
        }
        if header.known.counter < session.judged {
            // A cache may answer a pull with an old page, which knows less of the journal than
            // hello did: that is only repeated later, unless it replaces what has come since.
            // What is read again is never cached.
            guard purpose == .pull else { return [.closeStream] + stop(.generation) }
            guard session.local.recovery == nil else { return [.closeStream] + stop(.oldPage) }
        }
        if purpose == .pull { session.feed = (header.from, max(header.from, header.head)) }
        return enter(.comparingStream(purpose), .compare(header.known))
    }

    mutating func receive(_ purpose: Purpose) -> [Action] {
        guard purpose == .pull else { return enter(.receiving(purpose), .readStream) }
        return enter(.receiving(purpose), .report(pullProgress(0)), .readStream)
    }

    mutating func received(_ part: StreamPart, _ purpose: Purpose) -> [Action] {
        let state = State.storing(purpose, isLast: part.isLast, isComplete: part.isComplete)
        switch purpose {
        case .reread: return enter(state, .replace(part.items))
        case .lower: return enter(state, .lowerPending(part.items))
        case .pull: break
        }
        guard let cursor = part.cursor else {
            return [.closeStream] + stop(.protocolViolation("a part of its pull has no cursor"))
        }
        guard !part.isLast || part.isComplete || cursor != session.local.cursor else {
            return stop(.protocolViolation("its pull ends without an end and without progress"))
        }
        guard allowsDeletions(of: part.items) else {
            return [.closeStream] + stop(tooManyDeletions)
        }
        session.local.cursor = cursor
        session.pulledState = part.isComplete ? part.state : nil
        let last = part.items.reversed().lazy.compactMap { item in
            if case .document(_, let seq) = item { seq } else { nil }
        }.first
        return enter(
            state,
            .applyPage(
                part.items, cursor: cursor, isComplete: part.isComplete,
                by: Puller(
                    replica: session.local.replica,
                    isReplacing: session.local.recovery != nil)),
            .report(pullProgress(part.isComplete ? session.feed.head : last ?? 0)))
    }

    private func pullProgress(_ seq: UInt64) -> SyncStatus {
        let (start, head) = session.feed
        let done = min(max(seq, start), head) - start
        return .pulling(done: Int(clamping: done), total: Int(clamping: head - start))
    }

    mutating func stored(_ purpose: Purpose, isLast: Bool, isComplete: Bool) -> [Action] {
        if purpose == .pull {
            session.hasCommittedPart = true
            session.local.isEmpty = false
        }
        guard isLast else { return enter(.receiving(purpose), .readStream) }
        switch purpose {
        case .reread(_, let next): return findMarks(then: next)
        case .lower(let rest): return openLower(rest)
        case .pull: return isComplete ? pulled() : beginPull()
        }
    }

    private mutating func pulled() -> [Action] {
        session.local.isFirst = false
        session.local.held = nil
        session.local.recovery = nil
        report.recovery?.isComplete = true
        session.needsPull = false
        session.hasPulled = true
        let next = session.pushesAfterPull ? Step.push : .finish
        // What is pushed now changes what was told.
        if session.pushesAfterPull { session.pulledState = nil }
        session.pushesAfterPull = false
        return findMarks(then: next)
    }

    /// A stream that ended early is taken up if something of it was committed.
    mutating func cut(_ failure: RemoteFailure, _ random: UInt64) -> [Action] {
        guard failure.kind == .other, failure.error.isRetryable, session.hasCommittedPart,
            resumptions < configuration.resumeLimit
        else { return giveUp(failure, random) }
        resumptions += 1
        return beginPull()
    }

    // MARK: Mass deletion

    var tooManyDeletions: SyncError {
        SyncError(
            .tooManyDeletions,
            "the pull would delete more than \(configuration.deletionLimit ?? 0) documents")
    }

    private func allowsDeletions(of items: [FeedItem]) -> Bool {
        guard let limit = configuration.deletionLimit, !session.local.isFirst else { return true }
        let coming = items.count { item in
            switch item {
            case .purge: true
            case .document(let document, _): document.isDeleted
            case .evict, .absent: false
            }
        }
        return report.pulled.deleted + coming <= limit
    }
}
