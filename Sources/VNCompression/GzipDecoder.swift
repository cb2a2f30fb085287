internal import CZlib

/// Decompresses a stream of gzip members, part by part, and counts what comes out.
///
/// A few kilobytes can unfold into gigabytes; the decoder stops as soon as more than its limit has
/// come out. Use ``supply(_:)`` and ``next(maximum:)`` where even the limit is too much to hold.
public struct GzipDecoder: ~Copyable {
    /// The bytes that have come out so far.
    public private(set) var produced = 0

    private let limit: Int
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var isBetweenMembers = false

    /// - Parameter limit: the most bytes that may come out over the decoder's life.
    /// - Throws: ``CompressionError/outOfMemory``.
    public init(limit: Int) throws(CompressionError) {
        precondition(limit >= 0, "a limit is no debt")
        // zlib keeps the address of the state, so it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(
            stream, gzipWindowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            throw .outOfMemory
        }
        self.stream = stream
        self.limit = limit
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes compressed bytes and returns all that they unfold into.
    ///
    /// - Throws: ``CompressionError``; the decoder is of no further use then.
    public mutating func append(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        supply(bytes)
        var result: [UInt8] = []
        while let part = try next(maximum: 64 << 10) { result.append(contentsOf: part) }
        return result
    }

    /// Takes compressed bytes without unfolding them yet.
    public mutating func supply(_ bytes: [UInt8]) {
        if position == input.count {
            input = bytes
        } else {
            input.removeSubrange(..<position)
            input.append(contentsOf: bytes)
        }
        position = 0
    }

    /// Unfolds some of what was supplied.
    ///
    /// - Parameter maximum: the most bytes to return, at least 1.
    /// - Returns: the next bytes, never empty; `nil` if more has to be supplied first.
    /// - Throws: ``CompressionError``; the decoder is of no further use then.
    public mutating func next(maximum: Int) throws(CompressionError) -> [UInt8]? {
        precondition(maximum > 0, "room for at least one byte")
        while true {
            if isBetweenMembers, position < input.count {
                inflateReset(stream)
                isBetweenMembers = false
            }
            // One byte of room beyond the limit shows whether there is more to come.
            let size = min(maximum, limit - produced + 1)
            var status: Int32 = Z_OK
            let part = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                (status, count) = inflate(into: buffer, size)
            }
            produced += part.count
            guard produced <= limit else { throw .tooLarge }
            switch status {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isBetweenMembers = true
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .corrupt
            }
            if !part.isEmpty { return part }
            if position == input.count { return nil }
        }
    }

    /// Confirms that the stream has come to its end.
    ///
    /// - Throws: ``CompressionError/truncated`` if it has not.
    public func finish() throws(CompressionError) {
        guard isBetweenMembers, position == input.count else { throw .truncated }
    }

    private mutating func inflate(
        into buffer: UnsafeMutableBufferPointer<UInt8>, _ size: Int
    ) -> (status: Int32, count: Int) {
        guard !isBetweenMembers else { return (Z_STREAM_END, 0) }
        let available = input.count - position
        let status = input.withUnsafeBufferPointer { bytes in
            // zlib reads the input only; its declaration does not say so.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: bytes.baseAddress.map { $0 + position })
            stream.pointee.avail_in = UInt32(available)
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(size)
            return CZlib.inflate(stream, Z_NO_FLUSH)
        }
        position += available - Int(stream.pointee.avail_in)
        stream.pointee.next_in = nil
        return (status, size - Int(stream.pointee.avail_out))
    }
}

// A value owns its zlib state alone and cannot be copied, so only one task at a time reaches it.
extension GzipDecoder: @unchecked Sendable {}
