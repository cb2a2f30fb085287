internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import VNCompression
internal import VNEndpoint

extension Response {
    /// The HTTP response of an endpoint's answer, compressed where that is worth it.
    ///
    /// A stream that fits into one chunk is sent as a whole, with its length.
    init(_ answer: EndpointResponse, acceptsGzip: Bool) async throws {
        var headers = HTTPFields()
        headers[.contentType] = answer.contentType
        headers[.cacheControl] = "no-store"
        // What has no body, or a file, is the same in every coding.
        if answer.contentType != nil { headers[.vary] = "Accept-Encoding" }
        if let retryAfter = answer.retryAfter { headers[.retryAfter] = String(retryAfter) }
        if let allow = answer.allow { headers[.allow] = allow }
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers[name] = header.value }
        }
        let first: [UInt8]
        switch answer.body {
        case .file(let file):
            headers[.vary] = nil
            self.init(
                status: .init(code: answer.status), headers: headers, body: .plain(file))
            return
        case .bytes(let bytes): first = bytes
        case .stream(let stream):
            first = try await stream.next() ?? []
            if first.count >= EndpointLimits.chunkBytes {
                if acceptsGzip { headers[.contentEncoding] = "gzip" }
                self.init(
                    status: .init(code: answer.status), headers: headers,
                    body: acceptsGzip
                        ? .compressed(first, stream) : .plain(first, stream))
                return
            }
        }
        guard acceptsGzip, first.count >= EndpointHTTPLimits.compressedBytes else {
            self.init(
                status: .init(code: answer.status), headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: first)))
            return
        }
        headers[.contentEncoding] = "gzip"
        self.init(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: try Gzip.compress(first, level: 6))))
    }
}

extension ResponseBody {
    /// The rest of a pull behind its first chunk.
    fileprivate static func plain(_ first: [UInt8], _ stream: PullStream) -> ResponseBody {
        ResponseBody { writer in
            var chunk: [UInt8]? = first
            while let bytes = chunk {
                try await writer.write(ByteBuffer(bytes: bytes))
                chunk = try await stream.next()
            }
            try await writer.finish(nil)
        }
    }

    /// A part of a file, as it is.
    fileprivate static func plain(_ file: FilePart) -> ResponseBody {
        ResponseBody(contentLength: file.count) { writer in
            while let bytes = try await file.next() {
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
    }

    /// The same through gzip at the fastest level: a bulk pull waits for its slowest part.
    fileprivate static func compressed(_ first: [UInt8], _ stream: PullStream) -> ResponseBody {
        ResponseBody { writer in
            var encoder = try GzipEncoder(level: 1)
            var chunk: [UInt8]? = first
            while let bytes = chunk {
                // Flushed, so that the client can commit what it has got.
                let part = encoder.append(bytes) + encoder.flush()
                try await writer.write(ByteBuffer(bytes: part))
                chunk = try await stream.next()
            }
            try await writer.write(ByteBuffer(bytes: encoder.finish()))
            try await writer.finish(nil)
        }
    }
}
