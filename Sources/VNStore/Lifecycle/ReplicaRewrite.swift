internal import VNModel

/// How changes and registers of one replica id become those of another one.
///
/// Dots up to the acknowledged counter stay: a hub holds them. A dot behind it becomes its image,
/// with the same cid. In each vector the old entry is lowered to the highest counter that stays
/// and that the register had observed, and the images of what it had observed beyond are added.
/// So nothing is claimed to have been observed that a twin of this store may have written under
/// the same dot.
///
/// - Source: protocol §6, F4
struct ReplicaRewrite {
    /// An id under which changes were made that are rewritten.
    struct Source: Hashable, Sendable {
        let replica: ReplicaID
        /// The highest counter that stays under it.
        let acknowledged: UInt64
    }

    /// The ids, in the order in which the store wrote under them.
    let sources: [Source]
    /// The dot that takes the place of another one; `nil` for one that stays or is given up.
    let image: (Dot) -> Dot?

    init(sources: [Source], image: @escaping (Dot) -> Dot?) {
        (self.sources, self.image) = (sources, image)
    }

    /// The rewriting of one id.
    init(old: ReplicaID, acknowledged: UInt64, image: @escaping (UInt64) -> Dot?) {
        self.init(sources: [Source(replica: old, acknowledged: acknowledged)]) { dot in
            dot.replica == old ? image(dot.counter) : nil
        }
    }

    /// Whether a change was made before another one.
    private func precedes(_ dot: Dot, _ limit: Dot) -> Bool {
        if dot.replica == limit.replica { return dot.counter < limit.counter }
        for source in sources {
            if source.replica == dot.replica { return true }
            if source.replica == limit.replica { return false }
        }
        return false
    }

    /// A change under its new dot.
    func rewritten(
        _ change: Change, as dot: Dot, transaction: UInt64, _ history: OwnHistory
    ) -> Change {
        let limit = change.dot
        var result = change
        (result.dot, result.transaction) = (dot, transaction)
        for index in change.operations.indices {
            let operation = change.operations[index]
            result.operations[index].seen = rewritten(
                operation.seen, path: operation.path, before: limit, history)
            result.operations[index].value = rewritten(
                operation.value, path: operation.path, before: limit, history)
        }
        return result
    }

    /// A document with its registers under the new dots; registers that were not concerned keep
    /// their marks.
    func rewritten(_ document: Document, _ history: OwnHistory) -> Document {
        var result = Document(id: document.id, kind: document.kind)
        for field in document.fields {
            let others = lowered(field.register.seen, path: field.path, history)
            let live = field.register.live.compactMap { value in
                rewritten(value, path: field.path, besides: others, history)
            }
            let seen = rewritten(
                field.register.seen, path: field.path, before: nil, history)
            let register = Register(seen: seen, live: live)
            if register.seen.isEmpty { continue }
            result.set(field.path, register, seq: field.seq, by: field.by)
        }
        return result
    }

    /// - Parameter others: what the register has observed otherwise. A write that it knows under
    ///   its other dot too stands there, or is superseded.
    private func rewritten(
        _ live: LiveValue, path: String, besides others: VersionVector, _ history: OwnHistory
    ) -> LiveValue? {
        let dot = live.dot
        guard let source = sources.first(where: { $0.replica == dot.replica }),
            dot.counter > source.acknowledged
        else { return live }
        guard let image = image(dot), !others.includes(image) else { return nil }
        return LiveValue(
            dot: image, stamp: live.stamp,
            value: rewritten(live.value, path: path, before: dot, history))
    }

    private func rewritten(
        _ value: JSONValue, path: String, before limit: Dot, _ history: OwnHistory
    ) -> JSONValue {
        guard path == RegisterPath.deleted, var mark = DeletionMark(value) else { return value }
        mark.saw = rewritten(mark.saw, path: nil, before: limit, history)
        return mark.value
    }

    /// - Parameters:
    ///   - path: the register, or `nil` for a vector about the whole document.
    ///   - limit: only images of changes before this one are added; `nil`: of all.
    private func rewritten(
        _ vector: VersionVector, path: String?, before limit: Dot?, _ history: OwnHistory
    ) -> VersionVector {
        var result = lowered(vector, path: path, history)
        guard result != vector else { return vector }
        for dot in path.map({ history.writes[$0] ?? [] }) ?? history.all
        where vector.includes(dot) && limit.map({ precedes(dot, $0) }) ?? true {
            if let image = image(dot) { result.include(image) }
        }
        return result
    }

    /// The vector without what it had observed of the changes that are rewritten.
    private func lowered(
        _ vector: VersionVector, path: String?, _ history: OwnHistory
    ) -> VersionVector {
        var result = vector
        for source in sources where vector[source.replica] > source.acknowledged {
            let floor =
                path.map { history.floors[$0]?[source.replica] ?? 0 } ?? source.acknowledged
            result.set(source.replica, to: floor)
        }
        return result
    }
}

/// The histories of documents that were looked at lately.
struct OwnHistories {
    private var known: [DocumentID: OwnHistory] = [:]
    private let session: StoreSession
    private let rewrite: ReplicaRewrite

    init(_ session: StoreSession, _ rewrite: ReplicaRewrite) {
        (self.session, self.rewrite) = (session, rewrite)
    }

    mutating func history(of document: DocumentID) throws -> OwnHistory {
        if let history = known[document] { return history }
        if known.count >= StoreLimits.rewriteHistories { known = [:] }
        let history = try OwnHistory(of: document, session, rewrite)
        known[document] = history
        return history
    }
}
