public import VNModel

/// A hub's answer to hello: what it holds of the store's journal, and whether a pull is worth it.
public struct HelloResponse: Hashable, Sendable {
    /// What the hub holds of the journal of a former id of the store.
    public struct Former: Hashable, Sendable {
        /// The former id.
        public var replica: ReplicaID
        /// The newest row that the hub has judged.
        public var known: JournalMark
        /// Verdicts the hub wants the store to have. A row whose verdict does not stand here gets
        /// it when it is pushed again.
        public var verdicts: [Verdict]
        /// The counter up to which the hub's last verified backup holds the journal, inclusive.
        public var durableThrough: UInt64

        /// - Parameters:
        ///   - replica: the former id.
        ///   - known: the newest row that the hub has judged.
        ///   - verdicts: verdicts the hub wants the store to have.
        ///   - durableThrough: how much of the journal the hub's last backup holds.
        public init(
            replica: ReplicaID, known: JournalMark, verdicts: [Verdict], durableThrough: UInt64
        ) {
            self.replica = replica
            self.known = known
            self.verdicts = verdicts
            self.durableThrough = durableThrough
        }
    }

    /// What the hub takes in one push.
    public struct PushLimits: Hashable, Sendable {
        /// Changes.
        public var changes: Int
        /// Bytes of the body before compression.
        public var bytes: Int

        /// - Parameters:
        ///   - changes: changes of one push.
        ///   - bytes: bytes of one push before compression.
        public init(
            changes: Int = WireLimits.pushChanges, bytes: Int = WireLimits.pushBytes
        ) {
            self.changes = changes
            self.bytes = bytes
        }
    }

    /// The hub's generation: another one means another, restored or recreated hub.
    public var generation: String
    /// The newest seq of the hub's feed.
    public var head: UInt64
    /// Whether something lies behind the store's cursor.
    public var needsPull: Bool
    /// The newest row of the store's journal that the hub has judged. It alone acknowledges
    /// nothing.
    public var known: JournalMark
    /// The verdicts of the rows after the store's `acked`, in order, as many as fit.
    public var verdicts: [Verdict]
    /// The counter up to which the hub's last verified backup holds the journal, inclusive; the
    /// same as `known` where the hub has no policy for backups.
    public var durableThrough: UInt64
    /// The same for each former id that the hub believes.
    public var former: [Former]
    /// The hub's wall clock in milliseconds since 1970.
    public var time: UInt64
    /// What the hub takes in one push.
    public var limits: PushLimits
    /// Until when the hub is recovering from a restore, as RFC 3339 time.
    public var recovering: String?

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - head: the newest seq of the feed.
    ///   - needsPull: whether something lies behind the store's cursor.
    ///   - known: the newest row that the hub has judged.
    ///   - verdicts: the verdicts after the store's `acked`.
    ///   - durableThrough: how much of the journal the hub's last backup holds.
    ///   - former: the same for each former id.
    ///   - time: the hub's wall clock in milliseconds since 1970.
    ///   - limits: what the hub takes in one push.
    ///   - recovering: until when the hub is recovering.
    public init(
        generation: String, head: UInt64, needsPull: Bool, known: JournalMark,
        verdicts: [Verdict] = [], durableThrough: UInt64, former: [Former] = [], time: UInt64,
        limits: PushLimits = PushLimits(), recovering: String? = nil
    ) {
        self.generation = generation
        self.head = head
        self.needsPull = needsPull
        self.known = known
        self.verdicts = verdicts
        self.durableThrough = durableThrough
        self.former = former
        self.time = time
        self.limits = limits
        self.recovering = recovering
    }
}

extension HelloResponse: WireMessage {
    /// Reads the answer to hello.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the answer to hello")
        try object.checkVersion()
        self.init(
            generation: try object.text("generation"), head: try object.number("head"),
            needsPull: try object.required("pull", "true or false", \.bool),
            known: try object.known(), verdicts: try object.verdicts(),
            durableThrough: try object.number("durableThrough"),
            former: try object.objects(
                "former", limit: WireLimits.formerReplicas
            ) { json throws(WireError) in try Former(json: json) } ?? [],
            time: try object.number("time"),
            limits: try PushLimits(json: object.members["limits"] ?? .null),
            recovering: try object.optionalText("recovering"))
    }

    /// Appends the answer to hello.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"durableThrough\":")
        writer.integer(durableThrough)
        if !former.isEmpty {
            writer.raw(",\"former\":")
            writer.list(former) { writer, former in former.encode(into: &writer) }
        }
        writer.raw(",\"generation\":")
        writer.string(generation)
        writer.raw(",\"head\":")
        writer.integer(head)
        writer.raw(",\"known\":")
        known.encode(into: &writer)
        writer.raw(",\"limits\":")
        limits.encode(into: &writer)
        writer.raw(needsPull ? ",\"pull\":true" : ",\"pull\":false")
        if let recovering {
            writer.raw(",\"recovering\":")
            writer.string(recovering)
        }
        writer.raw(",\"time\":")
        writer.integer(time)
        writer.raw(",\"v\":1,\"verdicts\":")
        writer.verdicts(verdicts)
        writer.raw("}")
    }
}

extension HelloResponse.Former: WireMessage {
    /// Reads what the hub holds of a former id.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a former replica")
        self.init(
            replica: try object.replica("replica"), known: try object.known(),
            verdicts: try object.verdicts(),
            durableThrough: try object.number("durableThrough"))
    }

    /// Appends what the hub holds of a former id.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"durableThrough\":")
        writer.integer(durableThrough)
        writer.raw(",\"known\":")
        known.encode(into: &writer)
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.raw(",\"verdicts\":")
        writer.verdicts(verdicts)
        writer.raw("}")
    }
}

extension HelloResponse.PushLimits: WireMessage {
    /// Reads the limits of a push.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "\"limits\"")
        self.init(
            changes: Int(clamping: try object.counter("changes")),
            bytes: Int(clamping: try object.counter("bytes")))
    }

    /// Appends the limits of a push.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"bytes\":")
        writer.integer(bytes)
        writer.raw(",\"changes\":")
        writer.integer(changes)
        writer.raw("}")
    }
}

extension WireObject {
    func known() throws(WireError) -> JournalMark {
        try JournalMark(json: members["known"] ?? .null)
    }

    func verdicts() throws(WireError) -> [Verdict] {
        guard
            let verdicts = try objects(
                "verdicts", limit: WireLimits.helloVerdicts,
                { json throws(WireError) in try Verdict(json: json) })
        else { throw failure("verdicts", "a list") }
        return verdicts
    }
}

extension JSONWriter {
    mutating func verdicts(_ verdicts: [Verdict]) {
        list(verdicts) { writer, verdict in verdict.encode(into: &writer) }
    }
}
