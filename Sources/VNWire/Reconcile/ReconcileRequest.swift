public import VNModel

/// Asks a hub whether it holds the same documents in some ranges of ids.
public struct ReconcileRequest: Hashable, Sendable {
    /// A range and what the store holds in it.
    public struct Range: Hashable, Sendable {
        /// The ids.
        public var ids: IDRange
        /// The sum of the store's documents in the range.
        public var sum: DigestSum

        /// - Parameters:
        ///   - ids: the ids.
        ///   - sum: the sum of the store's documents in the range.
        public init(ids: IDRange, sum: DigestSum) {
            self.ids = ids
            self.sum = sum
        }
    }

    /// The replica that asks.
    public var replica: ReplicaID
    /// The generation of the hub that the store knows.
    public var generation: String
    /// How far the store has pulled; what the hub changed since then is told as newer.
    public var cursor: String?
    /// What the store holds.
    public var scope: Scope
    /// The ranges, ascending, none touching what another covers; at most
    /// ``WireLimits/reconcileRanges``.
    public var ranges: [Range]

    /// - Parameters:
    ///   - replica: the replica that asks.
    ///   - generation: the generation of the hub that the store knows.
    ///   - cursor: how far the store has pulled.
    ///   - scope: what the store holds.
    ///   - ranges: the ranges, ascending.
    public init(
        replica: ReplicaID, generation: String, cursor: String? = nil, scope: Scope = Scope(),
        ranges: [Range]
    ) {
        self.replica = replica
        self.generation = generation
        self.cursor = cursor
        self.scope = scope
        self.ranges = ranges
    }
}

extension ReconcileRequest: WireMessage {
    /// Reads the request.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the request to reconcile")
        try object.checkVersion()
        let ranges = try object.objects("ranges", limit: WireLimits.reconcileRanges) {
            json throws(WireError) in
            let range = try WireObject(json, "a range to reconcile")
            return Range(
                ids: IDRange(from: try range.optionalID("from"), to: try range.optionalID("to")),
                sum: try DigestSum(range))
        }
        guard let ranges, !ranges.isEmpty, ReconcileRequest.ascend(ranges.map(\.ids)) else {
            throw object.failure("ranges", "a list of ranges that ascend")
        }
        self.init(
            replica: try object.replica("replica"), generation: try object.text("generation"),
            cursor: try object.optionalText("cursor"), scope: try object.scope(),
            ranges: ranges)
    }

    /// Whether none is empty and each begins where the one before ends, or behind it.
    private static func ascend(_ ranges: [IDRange]) -> Bool {
        for (index, range) in ranges.enumerated() {
            guard !range.isEmpty else { return false }
            guard index > 0 else { continue }
            guard let from = range.from, let end = ranges[index - 1].to, end <= from else {
                return false
            }
        }
        return true
    }

    /// Appends the request.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cursor {
            writer.raw("\"cursor\":")
            writer.string(cursor)
            writer.raw(",")
        }
        writer.raw("\"generation\":")
        writer.string(generation)
        writer.raw(",\"ranges\":")
        writer.list(ranges) { writer, range in
            writer.raw("{\"count\":")
            writer.integer(range.sum.count)
            if let from = range.ids.from {
                writer.raw(",\"from\":")
                writer.quoted(from)
            }
            writer.raw(",\"sum\":")
            writer.string(range.sum.text)
            if let to = range.ids.to {
                writer.raw(",\"to\":")
                writer.quoted(to)
            }
            writer.raw("}")
        }
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.scope(scope)
        writer.raw(",\"v\":1}")
    }
}
