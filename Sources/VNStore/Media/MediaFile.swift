/// A media file that is here.
public struct MediaFile: Hashable, Sendable {
    /// The SHA-256 of its bytes.
    public let digest: MediaDigest
    /// Where it lies; read it, never write to it.
    public let path: String
    /// Its media type, found by looking at the bytes: `image/png`, `image/jpeg`, `image/gif` or
    /// `image/webp`.
    public let contentType: String
    /// How many bytes it has.
    public let bytes: Int
    /// Pixels across; `nil` if the head of the file does not say.
    public let width: Int?
    /// Pixels down; `nil` if the head of the file does not say.
    public let height: Int?
}
