internal import Foundation
internal import VNWire

extension Endpoint {
    /// Answers with the hub's content as a file, or a part of it.
    ///
    /// - Source: VN-WIRE-100 to VN-WIRE-104
    func snapshot(_ request: EndpointRequest) async throws -> EndpointResponse {
        let held = request.headers["if-range"]
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
            let range = try ByteRange(request.headers["range"], size: file.bytes)
            // A part of another file is of no use: the whole of this one is sent.
            let part = held == nil || held == file.etag ? range : nil
            var response = EndpointResponse(
                file: try FilePart(
                    file.path, from: part?.start ?? 0, count: part?.count ?? file.bytes))
            response.headers = [
                ("accept-ranges", "bytes"), ("etag", file.etag),
                ("repr-digest", "sha-256=:\(Endpoint.base64(file.digest)):"),
            ]
            if let part {
                response.status = 206
                let last = part.start + part.count - 1
                response.headers.append(
                    ("content-range", "bytes \(part.start)-\(last)/\(file.bytes)"))
            }
            return response
        }
    }

    private static func base64(_ digits: String) -> String {
        let bytes = Array(digits.utf8)
        let pairs = stride(from: 0, to: bytes.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: bytes[index...index + 1], as: UTF8.self), radix: 16)
        }
        return Data(pairs).base64EncodedString()
    }
}

/// One range of the bytes of a file.
struct ByteRange: Hashable {
    let start: Int
    let count: Int

    /// Reads `bytes=FROM-` and `bytes=FROM-TO`; `nil` for anything else, which a server may
    /// ignore.
    ///
    /// - Throws: the problem of a range that lies behind the end.
    /// - Source: RFC 9110 §14
    init?(_ header: String?, size: Int) throws {
        guard let header, header.hasPrefix("bytes=") else { return nil }
        let bounds = header.dropFirst(6).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, let start = Int(bounds[0]), start >= 0 else { return nil }
        let end = bounds[1].isEmpty ? size - 1 : Int(bounds[1])
        guard let end, end >= start || bounds[1].isEmpty else { return nil }
        guard start < size else {
            throw Problem(
                status: 416, code: WireCode.range, title: "The range lies behind the end",
                detail: "the snapshot has \(size) bytes; ask for it from the beginning")
        }
        self.start = start
        count = min(end, size - 1) - start + 1
    }
}
