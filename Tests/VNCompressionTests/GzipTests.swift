import Testing
import VNCompression

@Suite struct GzipTests {
    static let noise = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

    @Test("what was compressed comes back", arguments: [0, 1, 6, 9] as [Int32])
    func roundTrip(level: Int32) throws {
        let samples = [[], [7], Array("xin chào".utf8), [UInt8](repeating: 0, count: 3_000_000)]
        for bytes in samples + [Self.noise] {
            let packed = try Gzip.compress(bytes, level: level)
            let unpacked = try Gzip.decompress(packed, limit: bytes.count)
            #expect(unpacked == bytes, "\(bytes.count) bytes")
        }
    }

    @Test("a stream cut into any parts unfolds alike")
    func parts() throws {
        let bytes = Self.noise
        for size in [1, 7, 1000, 65_536] {
            var encoder = try GzipEncoder(level: 1)
            var packed: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: max(size, 100)) {
                packed += encoder.append(
                    Array(bytes[start..<min(bytes.count, start + max(size, 100))]))
                if start % 3 == 0 { packed += encoder.flush() }
            }
            packed += encoder.finish()
            var decoder = try GzipDecoder(limit: bytes.count)
            var result: [UInt8] = []
            for start in stride(from: 0, to: packed.count, by: size) {
                result += try decoder.append(Array(packed[start..<min(packed.count, start + size)]))
            }
            try decoder.finish()
            #expect(result == bytes)
        }
    }

    @Test("flushed bytes can be read before the end")
    func flush() throws {
        var encoder = try GzipEncoder()
        var packed = encoder.append(Array("một dòng\n".utf8))
        packed += encoder.flush()
        var decoder = try GzipDecoder(limit: 100)
        #expect(try decoder.append(packed) == Array("một dòng\n".utf8))
        #expect(throws: CompressionError.truncated) { try decoder.finish() }
    }

    @Test("a bomb stops at the limit; the limit itself is allowed")
    func bomb() throws {
        let packed = try Gzip.compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(packed.count < 20_000)
        #expect(throws: CompressionError.tooLarge) { try Gzip.decompress(packed, limit: 9_999_999) }
        #expect(throws: CompressionError.tooLarge) { try Gzip.decompress(packed, limit: 0) }
        #expect(try Gzip.decompress(packed, limit: 10_000_000).count == 10_000_000)
        var decoder = try GzipDecoder(limit: 10_000_000)
        decoder.supply(packed)
        var count = 0
        while let part = try decoder.next(maximum: 4096) {
            #expect(part.count <= 4096 && !part.isEmpty)
            count += part.count
        }
        #expect(count == 10_000_000)
    }

    @Test("every truncation and every flipped byte is noticed")
    func damage() throws {
        let bytes = Array("Hà Nội, ngày 2 tháng 9".utf8)
        let packed = try Gzip.compress(bytes)
        for length in 0..<packed.count {
            #expect(throws: CompressionError.truncated) {
                try Gzip.decompress(Array(packed[..<length]), limit: 1000)
            }
        }
        // Bytes 4 to 9 of the header are the time and the system, which mean nothing to us.
        for index in packed.indices where !(4...9).contains(index) {
            var damaged = packed
            damaged[index] ^= 0x10
            let unpacked = try? Gzip.decompress(damaged, limit: 1000)
            #expect(unpacked == nil || unpacked == bytes, "byte \(index)")
        }
        #expect(throws: CompressionError.corrupt) {
            try Gzip.decompress(packed + [1, 2, 3, 4], limit: 1000)
        }
        #expect(throws: CompressionError.corrupt) {
            try Gzip.decompress(Array("plain text here".utf8), limit: 1000)
        }
    }

    @Test("members behind each other unfold as one")
    func members() throws {
        let packed = try Gzip.compress([1, 2]) + Gzip.compress([]) + Gzip.compress([3])
        #expect(try Gzip.decompress(packed, limit: 3) == [1, 2, 3])
    }
}
