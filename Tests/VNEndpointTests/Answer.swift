import Testing
import VNEndpoint
import VNWire

/// An answer with all that came of it.
struct Answer: Sendable {
    var status: Int
    /// By names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8]

    /// The problem that was answered.
    func problem(sourceLocation: SourceLocation = #_sourceLocation) throws -> Problem {
        let problem = try Problem(parsing: body)
        #expect(
            headers["content-type"] == Problem.mediaType && problem.status == status,
            sourceLocation: sourceLocation)
        #expect(!problem.title.isEmpty && !problem.detail.isEmpty, sourceLocation: sourceLocation)
        #expect(
            headers["retry-after"] == problem.retryAfter.map { String($0) },
            sourceLocation: sourceLocation)
        return problem
    }
}

extension Answer {
    /// What an endpoint answers, as HTTP would tell it.
    init(_ response: EndpointResponse) async throws {
        status = response.status
        headers = Dictionary(uniqueKeysWithValues: response.headers.map { ($0, $1) })
        headers["content-type"] = response.contentType
        headers["retry-after"] = response.retryAfter.map { String($0) }
        headers["allow"] = response.allow
        body = []
        switch response.body {
        case .bytes(let bytes): body = bytes
        case .stream(let stream): while let chunk = try await stream.next() { body += chunk }
        case .file(let file):
            headers["content-length"] = String(file.count)
            while let chunk = try await file.next() { body += chunk }
        }
    }
}
