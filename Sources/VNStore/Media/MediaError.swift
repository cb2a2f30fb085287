/// Why a media file could not be taken in, with a stable code.
///
/// The codes are listed in `Schema/errors.md` with their exit status.
public struct MediaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable string such as `media.too-large`; new ones may come.
    public let code: String
    /// What happened and how to remedy it; no addresses and no content.
    public let message: String
    /// Whether the same may succeed later without anybody doing anything.
    public let isRetryable: Bool

    /// - Parameters:
    ///   - code: a stable string.
    ///   - message: what happened and how to remedy it.
    ///   - isRetryable: whether the same may succeed later.
    public init(code: String, message: String, isRetryable: Bool = false) {
        self.code = code
        self.message = message
        self.isRetryable = isRetryable
    }

    /// `code: message`.
    public var description: String { "\(code): \(message)" }
}

extension MediaError {
    /// The bytes are no picture of a kind that is kept.
    static let notAnImage = MediaError(
        code: "media.not-an-image", message: "this is no PNG, JPEG, GIF or WebP picture")
    /// The head of the picture breaks the rules of its kind.
    static let damaged = MediaError(
        code: "media.damaged", message: "the head of the picture is damaged or cut off")
    /// The file has more bytes than may be.
    public static func tooLarge(_ limit: Int) -> MediaError {
        MediaError(code: "media.too-large", message: "the file has more than \(limit) bytes")
    }
    /// The bytes are not those that the article means.
    static let mismatch = MediaError(
        code: "media.mismatch", message: "the bytes are not those that the article means")
    /// What there may be of media files in all is there.
    static let noRoom = MediaError(
        code: "media.no-room",
        message: "there is no room for the file; raise the limit of the store")
    /// A file cannot be read.
    static let unreadable = MediaError(
        code: "media.unreadable", message: "the file cannot be read; check its name and your rights"
    )
    /// Nothing answered, or the connection broke.
    public static func unavailable(_ message: String) -> MediaError {
        MediaError(code: "media.unavailable", message: message, isRetryable: true)
    }
}
