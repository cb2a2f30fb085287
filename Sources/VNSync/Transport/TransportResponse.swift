/// The head of an answer and the body that follows it.
public struct TransportResponse: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The media type without its parameters, in lower case; `nil` if none was given.
    public var contentType: String?
    /// How long the hub asks to be left alone.
    public var retryAfter: Duration?
    /// Other headers, by names in lower case: at least `etag`, `content-range` and
    /// `content-length` where they came.
    public var headers: [String: String]
    /// The body.
    public var body: any TransportBody

    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - contentType: the media type without its parameters, in lower case.
    ///   - retryAfter: how long the hub asks to be left alone.
    ///   - headers: other headers, by names in lower case.
    ///   - body: the body.
    public init(
        status: Int, contentType: String?, retryAfter: Duration? = nil,
        headers: [String: String] = [:], body: any TransportBody
    ) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.headers = headers
        self.body = body
    }
}
