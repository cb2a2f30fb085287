/// The bounds of the model; each names its unit.
public enum Limits {
    /// Arrays and objects inside each other in any JSON text. More would cost stack.
    public static let jsonDepth = 32
    /// Characters of a JSON number.
    public static let jsonNumberLength = 40
    /// Concurrent values of one register. More would make every read of the document dearer.
    public static let siblings = 32
    /// Replicas in one vector of a change. More would make every change dearer on the wire.
    public static let seenEntries = 64
    /// Replicas in one vector that is read at all. Vectors are never pruned; this only bounds
    /// memory against hostile input.
    public static let vectorEntries = 10_000
    /// Registers written by one change.
    public static let changeOperations = 256
    /// Bytes of a register path.
    public static let pathBytes = 200
    /// Bytes of a block's place in its article. Longer places are made anew, which writes more.
    public static let orderBytes = 128
    /// Bytes of the value of a register that this version does not know.
    public static let unknownValueBytes = 1 << 16
    /// Bytes of a link.
    public static let linkBytes = 2048
    /// Blocks of an article.
    public static let blocks = 2000
    /// Topics of an article.
    public static let topics = 50
    /// Related articles of an article.
    public static let related = 100
    /// Bytes of all values of one document, canonically encoded.
    public static let documentBytes = 1 << 20
    /// Milliseconds by which a stamp may be ahead of the receiver's wall clock.
    public static let stampAhead: UInt64 = 120_000
    /// Sections, publishers or articles that a scope names.
    public static let scopeEntries = 1_000
    /// How deep replies may be nested.
    public static let replyDepth = 64
}
