/// The codes that problems and verdicts carry. The set is open: a newer hub may send others.
public enum WireCode {
    /// A message that is not as the protocol says. HTTP status 400.
    public static let malformed = "wire.malformed"
    /// A message of another version of the protocol. HTTP status 400.
    public static let version = "wire.version"
    /// A cursor that the hub cannot read. HTTP status 400.
    public static let cursor = "wire.cursor"
    /// A message that exceeds a limit. HTTP status 413.
    public static let tooLarge = "wire.too-large"
    /// A body of another media type or content coding. HTTP status 415.
    public static let unsupportedMedia = "wire.unsupported-media"
    /// The hub has another generation than the client believes. HTTP status 409.
    public static let generation = "hub.generation"
    /// The hub holds another change under one of the pushed counters. HTTP status 409.
    public static let forked = "hub.forked"
    /// The hub does not hold the row before the first pushed one. HTTP status 409.
    public static let gap = "hub.gap"
    /// A pushed change has observed what the hub does not hold yet. HTTP status 425.
    public static let behind = "hub.behind"
    /// The caller is not known. HTTP status 401.
    public static let unauthorized = "hub.unauthorized"
    /// The caller may not do this. HTTP status 403.
    public static let forbidden = "hub.forbidden"
    /// There is nothing at this path. HTTP status 404.
    public static let notFound = "hub.not-found"
    /// The hub has no snapshot. HTTP status 404.
    public static let noSnapshot = "hub.no-snapshot"
    /// A range of bytes that lies behind the end of a file. HTTP status 416.
    public static let range = "wire.range"
    /// The path does not know this method. HTTP status 405.
    public static let method = "hub.method"
    /// The hub cannot answer now. HTTP status 503.
    public static let busy = "hub.busy"
    /// The hub failed. HTTP status 500.
    public static let internalError = "hub.internal"
}

/// The codes of refused changes.
public enum RefusalCode {
    /// The document, or its article, is purged.
    public static let purged = "purged"
    /// A value breaks the rules of content.
    public static let invalidContent = "content.invalid"
    /// The document would exceed its size limit.
    public static let tooLarge = "content.too-large"
    /// The article takes no comments.
    public static let commentsClosed = "comments-closed"
    /// A register would hold more concurrent values than the limit.
    public static let siblingOverflow = "sibling-overflow"
    /// The parent of a reply stands in another article, or replies would be nested in a circle
    /// or too deep.
    public static let invalidParent = "parent-invalid"
    /// Another change of the same transaction group was refused.
    public static let group = "group"
    /// The author took the change back before the hub had it.
    public static let withdrawn = "withdrawn"
    /// The change exceeds a limit of the protocol.
    public static let limits = "limits"
}
