internal import Foundation
internal import VNWire

extension Endpoint {
    /// Answers with the hub's content as a file, a part of it, or that the client has it.
    ///
    /// - Source: VN-WIRE-100 to VN-WIRE-105
    func snapshot(_ request: EndpointRequest) async throws -> EndpointResponse {
        let wanted = request.method == "GET" ? request.headers["range"] : nil
        let held = wanted == nil ? nil : request.headers["if-range"]
        switch try await snapshots?.newest(holding: held) ?? .none {
        case .none:
            throw Problem(
                status: 404, code: WireCode.noSnapshot, title: "There is no snapshot",
                detail: "this hub has none, for example because it is small; pull instead")
        case .pending:
            throw Problem(
                status: 503, code: WireCode.busy, title: "The snapshot is being made",
                detail: "try again in a moment, or pull", retryAfter: 1)
        case .ready(let file):
            // Caches may keep it, but have to ask whether it is still the newest.
            let headers = [("cache-control", "no-cache"), ("etag", file.etag)]
            if EntityTags(request.headers["if-none-match"])?.contain(file.etag) ?? false {
                return EndpointResponse(notModified: headers)
            }
            // A part of another file is of no use: the whole of this one is sent.
            let range = held == nil || held == file.etag ? ByteRange(wanted) : nil
            return try part(range, of: file, headers)
        }
    }

    private func part(
        _ range: ByteRange?, of file: SnapshotFile, _ headers: [(name: String, value: String)]
    ) throws -> EndpointResponse {
        let start = range?.start ?? 0
        guard start < file.bytes else {
            var response = EndpointResponse(
                Problem(
                    status: 416, code: WireCode.range, title: "The range lies behind the end",
                    detail: "the snapshot has \(file.bytes) bytes; ask for it from the beginning"))
            response.headers = [("content-range", "bytes */\(file.bytes)")]
            return response
        }
        let last = min(range?.last ?? .max, file.bytes - 1)
        var response = EndpointResponse(
            file: try FilePart(file.path, from: start, count: last - start + 1))
        response.headers =
            headers + [
                ("accept-ranges", "bytes"),
                ("repr-digest", "sha-256=:\(Endpoint.base64(file.digest)):"),
            ]
        if range != nil {
            response.status = 206
            response.headers.append(("content-range", "bytes \(start)-\(last)/\(file.bytes)"))
        }
        return response
    }

    private static func base64(_ digits: String) -> String {
        let bytes = Array(digits.utf8)
        let pairs = stride(from: 0, to: bytes.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: bytes[index...index + 1], as: UTF8.self), radix: 16)
        }
        return Data(pairs).base64EncodedString()
    }
}

/// The files that a client holds, as `If-None-Match` names them.
struct EntityTags {
    private let tags: [Substring]

    /// Reads a list of tags, or `*` for whatever there is; `nil` without a header.
    init?(_ header: String?) {
        guard let header else { return nil }
        tags = header.split(separator: ",").map { tag in
            let tag = tag.drop { $0 == " " || $0 == "\t" }
            return tag.prefix { $0 != " " && $0 != "\t" }
        }
    }

    /// Whether the file of a strong tag is one of them, compared weakly.
    ///
    /// - Source: RFC 9110 §13.1.2
    func contain(_ etag: String) -> Bool {
        tags.contains { $0 == "*" || $0 == etag || $0 == "W/" + etag }
    }
}

/// One range of the bytes of a file.
struct ByteRange: Hashable {
    let start: Int
    /// The last byte, inclusive; `nil`: that of the file.
    let last: Int?

    /// Reads `bytes=FROM-` and `bytes=FROM-TO`; `nil` for anything else, which a server may
    /// ignore.
    ///
    /// - Source: RFC 9110 §14
    init?(_ header: String?) {
        guard let header, header.hasPrefix("bytes=") else { return nil }
        let bounds = header.dropFirst(6).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, let start = Int(bounds[0]), start >= 0 else { return nil }
        let last = Int(bounds[1])
        guard bounds[1].isEmpty || last.map({ $0 >= start }) ?? false else { return nil }
        self.start = start
        self.last = last
    }
}
