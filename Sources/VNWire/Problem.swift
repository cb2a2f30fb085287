public import VNModel

/// A problem document: what a hub answers when it cannot answer with a message.
///
/// - Source: RFC 9457.
public struct Problem: Error, Hashable, Sendable {
    /// The media type of a problem document.
    public static let mediaType = "application/problem+json"

    /// The HTTP status.
    public let status: Int
    /// A stable code; see ``WireCode``.
    public let code: String
    /// What this kind of problem is.
    public let title: String
    /// What happened and how to remedy it, without any content of users.
    public let detail: String
    /// After how many seconds another try makes sense.
    public let retryAfter: Int?

    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - code: a stable code.
    ///   - title: what this kind of problem is.
    ///   - detail: what happened and how to remedy it.
    ///   - retryAfter: after how many seconds another try makes sense.
    public init(
        status: Int, code: String, title: String, detail: String, retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
    }
}

extension Problem: WireMessage {
    /// Reads a problem; a member that is missing or of another type takes the problem's place in
    /// HTTP, since any server on the way may have written it.
    public init(json: CanonicalJSON) throws(WireError) {
        guard let members = json.object else {
            throw .malformed("a problem document must be an object")
        }
        self.init(
            status: Int(clamping: members["status"]?.integer ?? 0),
            code: members["code"]?.string ?? "", title: members["title"]?.string ?? "",
            detail: members["detail"]?.string ?? "",
            retryAfter: members["retryAfter"]?.integer.map { Int(clamping: $0) })
    }

    /// Appends the problem's object.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"code\":")
        writer.string(code)
        writer.raw(",\"detail\":")
        writer.string(detail)
        if let retryAfter {
            writer.raw(",\"retryAfter\":")
            writer.integer(retryAfter)
        }
        writer.raw(",\"status\":")
        writer.integer(status)
        writer.raw(",\"title\":")
        writer.string(title)
        writer.raw(",\"type\":\"about:blank\"}")
    }
}

extension Problem {
    /// The problem of a message that was not understood.
    public init(_ error: WireError) {
        let place = error.offset.map { " (byte \($0) of the text)" } ?? ""
        self.init(
            status: error.code == WireCode.tooLarge ? 413 : 400, code: error.code,
            title: "The message was not understood", detail: error.message + place)
    }
}
