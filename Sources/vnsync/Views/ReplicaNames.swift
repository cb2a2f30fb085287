internal import VNModel
internal import VNStore

/// Replicas and changes as people type and read them: the shortest beginnings that tell the
/// replicas of a store apart, of at least four characters.
struct ReplicaNames {
    private static let shortest = 4

    private let replicas: [ReplicaInfo]
    private let length: Int

    init(_ replicas: [ReplicaInfo]) {
        self.replicas = replicas
        let texts = Set(replicas.map(\.id.description))
        var length = ReplicaNames.shortest
        while length < 13, Set(texts.map { $0.prefix(length) }).count < texts.count { length += 1 }
        self.length = length
    }

    /// The beginning of an id.
    func text(_ replica: ReplicaID) -> String { String(replica.description.prefix(length)) }

    /// `beginning:counter`.
    func text(_ dot: Dot) -> String { "\(text(dot.replica)):\(dot.counter)" }

    /// Whether a replica is this store, now or formerly.
    func isOwn(_ replica: ReplicaID) -> Bool {
        replicas.contains { $0.id == replica && $0.isOwn }
    }

    /// The replica that an id or its beginning names.
    ///
    /// - Throws: ``Failure`` `cli.no-such-item`, `cli.bad-input` if several begin so.
    func replica(_ beginning: String) throws -> ReplicaID {
        let found = replicas.map(\.id).filter {
            $0.description.hasPrefix(beginning.lowercased())
        }
        guard let first = found.first else {
            throw Failure(
                code: "cli.no-such-item",
                message: "no replica has an id that begins with \(beginning)")
        }
        guard found.count == 1 else {
            throw Failure(
                code: "cli.bad-input", message: "several replicas begin with \(beginning)",
                hint: found.map(\.description).joined(separator: "\n"))
        }
        return first
    }

    /// The change that `beginning:counter` names, or a counter of this store.
    ///
    /// - Throws: ``Failure`` `cli.usage`, and as ``replica(_:)``.
    func dot(_ text: String) throws -> Dot {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let counter = parts.last.flatMap({ UInt64($0) }), counter > 0, counter < 1 << 63,
            parts.count == 1 || parts.count == 2 && !parts[0].isEmpty
        else {
            throw Failure(
                code: "cli.usage", message: "\(text) names no change",
                hint: "12 is a change of this store, k3f9:12 one of the replica k3f9…; "
                    + "`vnsync log` lists them")
        }
        if parts.count == 2 { return Dot(try replica(String(parts[0])), counter) }
        guard let current = replicas.first(where: \.isCurrent) else {
            throw Failure(code: "cli.no-such-item", message: "nothing was written here yet")
        }
        return Dot(current.id, counter)
    }
}
