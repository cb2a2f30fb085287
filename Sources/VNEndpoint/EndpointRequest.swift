/// A request to an endpoint, as a value: what is left of HTTP when the transport is done with it.
package struct EndpointRequest: Sendable {
    /// The method, in capitals.
    package var method: String
    /// The path, without the query.
    package var path: String
    /// The query as it stands behind the question mark, percent-encoded.
    package var query: String
    /// The media type of the body, if the request says.
    package var contentType: String?
    /// Other headers that matter, by names in lower case: `range`, `if-range`, `if-none-match`.
    package var headers: [String: String]
    /// The body, decompressed.
    package var body: [UInt8]

    /// - Parameters:
    ///   - method: the method, in capitals.
    ///   - path: the path, without the query.
    ///   - query: the query, percent-encoded.
    ///   - contentType: the media type of the body.
    ///   - headers: other headers that matter, by names in lower case.
    ///   - body: the body, decompressed.
    package init(
        method: String, path: String, query: String = "", contentType: String? = nil,
        headers: [String: String] = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }
}
