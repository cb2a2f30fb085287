package import VNWire

/// An answer of an endpoint, as a value.
package struct EndpointResponse: Sendable {
    /// What the answer consists of.
    package enum Body: Sendable {
        /// All of it.
        case bytes([UInt8])
        /// A pull, chunk by chunk.
        case stream(PullStream)
        /// A part of a file, as it is, with its length.
        case file(FilePart)
    }

    /// The HTTP status.
    package var status: Int
    /// The media type of the body; `nil` if there is none.
    package var contentType: String?
    /// After how many seconds another try makes sense.
    package var retryAfter: Int?
    /// The methods that the path knows, where the request's was none of them.
    package var allow: String?
    /// Other headers, by names in lower case.
    package var headers: [(name: String, value: String)] = []
    /// What the answer consists of. One to HEAD is that to GET; the transport leaves its body out.
    package var body: Body

    static let json = "application/json"
    static let lines = "application/x-ndjson"
    static let snapshot = "application/vnd.sqlite3"

    /// A message.
    init(_ message: some WireMessage) {
        status = 200
        contentType = EndpointResponse.json
        body = .bytes(message.encoded)
    }

    /// Lines that are ready.
    init(lines: [UInt8]) {
        status = 200
        contentType = EndpointResponse.lines
        body = .bytes(lines)
    }

    /// A pull.
    init(_ stream: PullStream) {
        status = 200
        contentType = EndpointResponse.lines
        body = .stream(stream)
    }

    /// A file.
    init(file: FilePart) {
        status = 200
        contentType = EndpointResponse.snapshot
        body = .file(file)
    }

    /// Nothing new: the client holds what it asks for.
    init(notModified headers: [(name: String, value: String)]) {
        status = 304
        self.headers = headers
        body = .bytes([])
    }

    /// A problem.
    package init(_ problem: Problem, allow: String? = nil) {
        status = problem.status
        contentType = Problem.mediaType
        retryAfter = problem.retryAfter
        self.allow = allow
        body = .bytes(problem.encoded)
    }
}
