internal import Foundation

/// Splits a source into lines without ever holding more than one of them and a chunk.
struct LineReader {
    /// One line without its end.
    struct Line {
        /// Its number, from 1.
        let number: Int
        /// Where it begins, in bytes from the start of the source.
        let offset: Int
        /// Its bytes; none if it is too long.
        let bytes: [UInt8]
        /// Whether it is longer than a line may be.
        let isTooLong: Bool
        /// Whether a line feed stands behind it.
        let isTerminated: Bool
    }

    private let name: String
    private var reader: ByteReader
    private var buffer: [UInt8] = []
    /// Where the next line begins in the buffer.
    private var start = 0
    /// Up to where no line feed was found.
    private var searched = 0
    private var number = 0
    private var isAtEnd = false
    /// Where the buffer begins in the source.
    private var bufferOffset = 0

    /// Bytes read so far.
    var bytesRead: Int { bufferOffset + buffer.count }

    init(_ source: ByteSource) throws(ImportError) {
        name = source.name
        reader = try source.open()
    }

    /// What the source begins with, as far as one chunk goes, however small the parts are in
    /// which it comes; stays to be read.
    mutating func peek() throws(ImportError) -> ArraySlice<UInt8> {
        while buffer.count < ImportLimits.chunkBytes, !isAtEnd { try fill() }
        return buffer.prefix(ImportLimits.chunkBytes)
    }

    /// The source where nothing was read yet but what ``peek()`` showed.
    var beginning: ByteReader { reader.after(buffer) }

    /// Everything up to the end; `nil` if it is more than the limit.
    mutating func rest(limit: Int) throws(ImportError) -> [UInt8]? {
        while !isAtEnd {
            guard buffer.count <= limit else { return nil }
            try fill()
        }
        return buffer.count <= limit ? buffer : nil
    }

    /// The next line; `nil` at the end.
    mutating func next() throws(ImportError) -> Line? {
        var isTooLong = false
        let offset = bufferOffset + start
        while true {
            if let end = lineFeed() {
                let line = Array(isTooLong ? [] : buffer[start..<end])
                start = end + 1
                searched = start
                number += 1
                return Line(
                    number: number, offset: offset, bytes: checked(line, &isTooLong),
                    isTooLong: isTooLong, isTerminated: true)
            }
            if buffer.count - start > ImportLimits.documentBytes {
                isTooLong = true
                start = buffer.count
            }
            searched = buffer.count
            if isAtEnd { break }
            try fill()
        }
        guard start < buffer.count || isTooLong else { return nil }
        let line = Array(isTooLong ? [] : buffer[start...])
        start = buffer.count
        number += 1
        return Line(
            number: number, offset: offset, bytes: checked(line, &isTooLong),
            isTooLong: isTooLong, isTerminated: false)
    }

    private func checked(_ line: [UInt8], _ isTooLong: inout Bool) -> [UInt8] {
        if line.count > ImportLimits.documentBytes { isTooLong = true }
        return isTooLong ? [] : line
    }

    private func lineFeed() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard searched < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + searched, 0x0A, bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func fill() throws(ImportError) {
        if start > 0 {
            buffer.removeFirst(start)
            bufferOffset += start
            searched -= start
            start = 0
        }
        if try reader.read(into: &buffer, name: name) == 0 { isAtEnd = true }
    }
}

extension LineReader {
    /// The bytes of one line that was read before.
    static func line(at offset: Int, count: Int, of source: ByteSource) throws(ImportError)
        -> [UInt8]
    {
        var reader = try source.open(at: offset)
        var buffer: [UInt8] = []
        while buffer.count < count {
            if try reader.read(into: &buffer, name: source.name) == 0 { break }
        }
        return Array(buffer.prefix(count))
    }
}
