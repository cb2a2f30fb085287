/// One request of the protocol, without any HTTP library's types.
public struct TransportRequest: Sendable {
    /// What is done to the resource.
    public enum Method: String, Sendable {
        /// To read; it may be sent again.
        case get = "GET"
        /// With a body.
        case post = "POST"
    }

    /// What is done to the resource.
    public var method: Method
    /// The path below the hub's base URL, such as `/v1/pull`.
    public var path: String
    /// Names and values of the query, not yet percent-encoded.
    public var query: [(name: String, value: String)]
    /// The body, JSON; `nil` if there is none.
    public var body: [UInt8]?
    /// The media type that the answer must have if it succeeds.
    public var accept: String
    /// Other headers, by names in lower case, such as `range`. One that says `accept-encoding`
    /// is all that is said of it.
    public var headers: [(name: String, value: String)] = []
    /// The bearer token, if the hub wants one.
    public var token: String?

    /// - Parameters:
    ///   - method: what is done to the resource.
    ///   - path: the path below the hub's base URL.
    ///   - query: names and values, not yet percent-encoded.
    ///   - body: the body, JSON.
    ///   - accept: the media type that a successful answer must have.
    public init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [],
        body: [UInt8]? = nil, accept: String = "application/json"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.accept = accept
    }
}
