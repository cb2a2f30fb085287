import NIOCore
import NIOPosix

/// An answer that breaks the rules of HTTP.
struct BadAnswer: Error { let reason: String }

// Requests that are written out, each on a connection of its own, and answers as they came.
extension HTTPHub {
    private var port: Int { url.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// Asks, and reads until the server closes the connection.
    ///
    /// - Throws: ``BadAnswer`` if the answer is longer or shorter than it says.
    func ask(
        _ method: String, _ target: String, _ headers: [(String, String)] = [],
        _ body: [UInt8] = []
    ) async throws -> Answer {
        let fields = [("host", "127.0.0.1:\(port)"), ("connection", "close")] + headers
        let head =
            "\(method) \(target) HTTP/1.1\r\n"
            + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        var rest = try await exchange(Array(head.utf8) + body)[...]
        let answer = try Answer(takenFrom: &rest, isToHead: method == "HEAD")
        guard rest.isEmpty else { throw BadAnswer(reason: "\(rest.count) bytes behind the answer") }
        return answer
    }

    /// Sends bytes, and reads until the server closes the connection.
    func exchange(_ request: [UInt8]) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var answer: [UInt8] = []
            for try await part in inbound { answer += part.readableBytesView }
            return answer
        }
    }
}

extension Answer {
    /// Takes an answer from the beginning of what came.
    ///
    /// - Parameter isToHead: whether the request was HEAD.
    init(takenFrom rest: inout ArraySlice<UInt8>, isToHead: Bool) throws {
        guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw BadAnswer(reason: "\(rest.count) bytes, and no head")
        }
        let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw BadAnswer(reason: "the status line \(lines[0])")
        }
        self.init(status: status, body: [])
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, headers[sides[0].lowercased()] == nil else {
                throw BadAnswer(reason: "the header \(line)")
            }
            headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " })
        }
        rest = rest[end.upperBound...]
        guard !isToHead, status != 304 else { return }
        guard headers["transfer-encoding"] != "chunked" else {
            body = try Answer.chunks(from: &rest)
            return
        }
        guard let count = headers["content-length"].flatMap({ Int($0) }), count <= rest.count else {
            throw BadAnswer(reason: "\(rest.count) bytes, not as \(headers) say")
        }
        body = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
    }

    /// Joins the chunks of a body.
    private static func chunks(from rest: inout ArraySlice<UInt8>) throws -> [UInt8] {
        var body: [UInt8] = []
        let newline = Array("\r\n".utf8)
        while let end = rest.firstRange(of: newline),
            let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
        {
            let chunk = rest[end.upperBound...].prefix(count)
            rest = rest[end.upperBound...].dropFirst(count)
            guard rest.starts(with: newline) else { break }
            rest = rest.dropFirst(newline.count)
            if count == 0 { return body }
            body += chunk
        }
        throw BadAnswer(reason: "the chunks have no end")
    }
}
