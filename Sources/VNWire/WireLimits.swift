/// The bounds of the protocol; each names its unit and what raising it costs.
public enum WireLimits {
    /// Changes of one push. More would hold the hub's only writer longer.
    public static let pushChanges = 500
    /// Changes of one push that is a single group, which cannot be split. More would hold the
    /// hub's only writer longer.
    public static let groupChanges = 50_000
    /// Bytes of one push before compression. More would hold the hub's only writer longer.
    public static let pushBytes = 1 << 20
    /// Bytes of one request body after decompression. More would cost the hub memory.
    public static let requestBytes = 8 << 20
    /// Documents between two places of a pull at which the puller may commit.
    public static let pageDocuments = 500
    /// Bytes between two places of a pull at which the puller may commit.
    public static let pageBytes = 1 << 20
    /// Bytes of one line of a pull. More would cost the puller memory.
    public static let lineBytes = 16 << 20
    /// Bytes of one answer to hello or push. More would cost the client memory.
    public static let responseBytes = 8 << 20
    /// Verdicts of one answer to hello; more come with the next hello.
    public static let helloVerdicts = 10_000
    /// Documents of one re-read.
    public static let rereadDocuments = 100
    /// Ranges of one request to reconcile. More would cost the hub a look at more documents.
    public static let reconcileRanges = 64
    /// Parts into which a hub cuts a range. More would cost bytes, fewer round trips.
    public static let reconcileParts = 32
    /// Documents that a hub lists instead of cutting their range. More would cost bytes, fewer a
    /// round trip.
    public static let reconcileDocuments = 32
    /// Former ids of one store. More would cost a hello a look-up each.
    public static let formerReplicas = 256
    /// Replicas of one ledger that hubs tell each other. More would cost memory.
    public static let ledgerReplicas = 100_000
    /// Documents and purges of one offer. More would hold the hub's only writer longer.
    public static let offerItems = 1_000
    /// Judged rows of one offer. More would hold the hub's only writer longer.
    public static let offerRows = 1_000
    /// Bytes of the items of one offer, aside from the last of them. More would hold the hub's
    /// only writer longer.
    public static let offerBytes = 1 << 20
    /// Bytes of all items of one offer, which with what is around them must fit into a request.
    public static let offerItemBytes = requestBytes - (4 << 10)
    /// Entries of one list of a scope. More would cost every line of a pull.
    public static let scopeEntries = 1_000
    /// Bytes of a cursor's text.
    public static let cursorBytes = 200
    /// Replicas in one vector of a pulled register. A hub's vectors are never pruned, so this
    /// only bounds memory against a hostile hub.
    public static let vectorEntries = 10_000
    /// Replicas in one vector of a pushed change that are read at all; the verdict judges by the
    /// smaller limit of the model. More would cost the hub time for what it refuses.
    public static let pushedVectorEntries = 1_000
    /// Bytes of one event, and of one of its lines. More would cost the client memory.
    public static let eventBytes = 16 << 10
    /// Seconds between two signs of life in a stream of events. Fewer would wake every radio more
    /// often, more would keep dead connections longer.
    public static let heartbeatSeconds = 15
}
