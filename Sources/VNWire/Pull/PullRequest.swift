public import VNModel

/// The query of a pull.
public struct PullRequest: Hashable, Sendable {
    /// The replica that pulls.
    public var replica: ReplicaID
    /// The cursor to go on from; `nil` for a pull from the beginning.
    public var cursor: String?
    /// At most about how many documents; `nil` for all there are.
    public var limit: Int?
    /// What the store holds.
    public var scope: Scope
    /// Whether the store holds no documents at all, so that purged ids are of no use to it.
    public var isEmpty: Bool
    /// Whether the pull replaces what the store has: documents travel whole.
    public var isReplacing: Bool
    /// Whether the sum of all documents of the scope is wanted at the end.
    public var wantsState: Bool
    /// What the store holds of a scope that it wanted before: only the difference travels.
    public var held: HeldScope?

    /// - Parameters:
    ///   - replica: the replica that pulls.
    ///   - cursor: the cursor to go on from.
    ///   - limit: at most about how many documents.
    ///   - scope: what the store holds.
    ///   - isEmpty: whether the store holds no documents at all.
    ///   - isReplacing: whether the pull replaces what the store has.
    ///   - wantsState: whether the sum of all documents is wanted at the end.
    ///   - held: what the store holds of a scope that it wanted before.
    public init(
        replica: ReplicaID, cursor: String? = nil, limit: Int? = nil, scope: Scope = Scope(),
        isEmpty: Bool = false, isReplacing: Bool = false, wantsState: Bool = false,
        held: HeldScope? = nil
    ) {
        self.replica = replica
        self.cursor = cursor
        self.limit = limit
        self.scope = scope
        self.isEmpty = isEmpty
        self.isReplacing = isReplacing
        self.wantsState = wantsState
        self.held = held
    }
}

extension PullRequest {
    /// Reads the items of a query; items that are not known are ignored.
    ///
    /// - Parameter queryItems: names and values, percent-decoded.
    /// - Throws: `wire.malformed`, `wire.too-large`.
    public init(queryItems: [(name: String, value: String)]) throws(WireError) {
        var replica: ReplicaID?
        var names: Set<String> = []
        var former: (scope: Scope?, cursor: String?)
        self.init(replica: ReplicaID(bits: 0))
        for item in queryItems {
            guard names.insert(item.name).inserted else {
                throw .malformed("\"\(item.name)\" stands twice in the query of pull")
            }
            switch item.name {
            case "replica": replica = ReplicaID(item.value)
            case "cursor": cursor = item.value
            case "limit": limit = try PullRequest.limit(item.value)
            case "scope":
                scope = try Scope(parsing: Array(item.value.utf8))
            case "empty": isEmpty = try PullRequest.flag(item)
            case "replace": isReplacing = try PullRequest.flag(item)
            case "held": former.cursor = item.value
            case "was": former.scope = try Scope(parsing: Array(item.value.utf8))
            case "state": wantsState = try PullRequest.flag(item)
            default: break
            }
        }
        guard let replica else { throw .malformed("\"replica\" of pull must be a replica id") }
        self.replica = replica
        guard (former.scope == nil) == (former.cursor == nil) else {
            throw .malformed("\"held\" and \"was\" of pull stand together")
        }
        if let scope = former.scope, let cursor = former.cursor {
            held = HeldScope(scope: scope, cursor: cursor)
        }
    }

    /// Reads a query as it stands behind the question mark.
    ///
    /// - Throws: `wire.malformed`, `wire.too-large`.
    public init(query: String) throws(WireError) {
        guard let items = PercentCoding.items(of: query) else {
            throw .malformed("the query of pull is not percent-encoded UTF-8")
        }
        try self.init(queryItems: items)
    }

    /// The items of the query, sorted by name, not percent-encoded.
    public var queryItems: [(name: String, value: String)] {
        var items: [(name: String, value: String)] = []
        if let cursor { items.append(("cursor", cursor)) }
        if isEmpty { items.append(("empty", "1")) }
        if let held { items.append(("held", held.cursor)) }
        if let limit { items.append(("limit", String(limit))) }
        if isReplacing { items.append(("replace", "1")) }
        items.append(("replica", replica.description))
        if !scope.isFull {
            items.append(("scope", String(decoding: scope.encoded, as: UTF8.self)))
        }
        if wantsState { items.append(("state", "1")) }
        if let held {
            items.append(("was", String(decoding: held.scope.encoded, as: UTF8.self)))
        }
        return items
    }

    /// The query, percent-encoded.
    public var query: String {
        queryItems.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    private static func limit(_ text: String) throws(WireError) -> Int {
        guard let limit = Int(text), limit >= 1 else {
            throw .malformed("\"limit\" of pull must be a whole number from 1")
        }
        return limit
    }

    private static func flag(_ item: (name: String, value: String)) throws(WireError) -> Bool {
        switch item.value {
        case "1": true
        case "0": false
        default: throw .malformed("\"\(item.name)\" of pull must be 0 or 1")
        }
    }
}
