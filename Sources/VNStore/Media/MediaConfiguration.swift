/// How many bytes of media files are kept, and for how long.
public struct MediaConfiguration: Sendable {
    /// Bytes of one file beyond which it is refused.
    public var fileLimit = 32 << 20
    /// Bytes of all files that collecting keeps to, by removing those that were used longest ago.
    /// Files that nobody could fetch again are never removed for it. `nil`: no bound.
    public var totalLimit: Int?
    /// How long a file stays after the last article let go of it.
    public var unusedGrace: Duration = .seconds(30 * 86_400)

    /// The defaults.
    public init() {}
}
