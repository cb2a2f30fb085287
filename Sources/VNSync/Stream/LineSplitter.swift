internal import Foundation

/// Cuts a stream of bytes into lines, whatever parts it comes in.
///
/// Bytes are copied only where a line lies across parts.
package struct LineSplitter {
    private var rest: [UInt8] = []
    private var position = 0
    private let limit: Int

    /// - Parameter limit: the most bytes that one line may have.
    package init(limit: Int) { self.limit = limit }

    /// Whether bytes wait for the end of their line.
    package var isBetweenLines: Bool { position == rest.count }

    /// Takes the next part of the stream.
    package mutating func append(_ bytes: [UInt8]) {
        if position == rest.count {
            rest = bytes
        } else {
            rest.removeSubrange(..<position)
            rest.append(contentsOf: bytes)
        }
        position = 0
    }

    /// Hands the next whole line to `body`, with its newline.
    ///
    /// - Returns: what `body` returned; `nil` if no whole line is there.
    /// - Throws: `remote.protocol` if the line exceeds the limit; what `body` throws.
    package mutating func next<T>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> T
    ) throws -> T? {
        try rest.withUnsafeBufferPointer { bytes in
            guard position < bytes.count, let start = bytes.baseAddress.map({ $0 + position })
            else { return nil }
            guard let end = memchr(start, 0x0A, bytes.count - position) else {
                guard bytes.count - position <= limit else { throw LineSplitter.tooLong }
                return nil
            }
            let count = start.distance(to: end.assumingMemoryBound(to: UInt8.self)) + 1
            guard count <= limit else { throw LineSplitter.tooLong }
            position += count
            return try body(UnsafeBufferPointer(start: start, count: count))
        }
    }

    private static let tooLong = SyncError.protocolViolation("a line of its answer is too long")
}
