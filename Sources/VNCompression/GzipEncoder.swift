internal import CZlib

/// Compresses a stream of bytes, part by part.
///
/// The parts that ``append(_:)``, ``flush()`` and ``finish()`` return make one gzip member when
/// they are put one behind the other.
public struct GzipEncoder: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var isFinished = false

    /// - Parameter level: 0 (store) … 9 (smallest).
    /// - Throws: ``CompressionError/outOfMemory``.
    public init(level: Int32 = 6) throws(CompressionError) {
        precondition(0...9 ~= level, "zlib levels are 0 to 9")
        // zlib keeps the address of the state, so it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, level, Z_DEFLATED, gzipWindowBits, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            throw .outOfMemory
        }
        self.stream = stream
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Takes bytes and returns what of the compressed stream is ready, often nothing.
    public mutating func append(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, Z_NO_FLUSH) }

    /// Returns all that is left of what was appended so far, so that the receiver can read it now.
    ///
    /// Each flush costs some bytes of the result's size.
    public mutating func flush() -> [UInt8] { deflate([], Z_SYNC_FLUSH) }

    /// Returns the end of the stream. Nothing may be appended afterwards.
    public mutating func finish() -> [UInt8] {
        let result = deflate([], Z_FINISH)
        isFinished = true
        return result
    }

    private mutating func deflate(_ bytes: [UInt8], _ mode: Int32) -> [UInt8] {
        precondition(!isFinished, "a finished stream takes nothing more")
        var output: [UInt8] = []
        bytes.withUnsafeBufferPointer { input in
            // zlib reads the input only; its declaration does not say so.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            var room = 0
            repeat {
                let size = max(512, min(64 << 10, input.count / 2))
                output.append(
                    contentsOf: [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                        stream.pointee.next_out = buffer.baseAddress
                        stream.pointee.avail_out = UInt32(size)
                        let status = CZlib.deflate(stream, mode)
                        precondition(status != Z_STREAM_ERROR, "the stream is in order")
                        room = Int(stream.pointee.avail_out)
                        count = size - room
                    })
            } while room == 0
            precondition(stream.pointee.avail_in == 0, "all input is taken")
            stream.pointee.next_in = nil
        }
        return output
    }
}

// A value owns its zlib state alone and cannot be copied, so only one task at a time reaches it.
extension GzipEncoder: @unchecked Sendable {}

/// A 32 KiB window, and 16 for a gzip header instead of zlib's own.
let gzipWindowBits: Int32 = 15 + 16
