import Testing
import VNSync

@Suite("Lines of a stream")
struct LineSplitterTests {
    private func lines(_ text: String, in size: Int, limit: Int = 100) throws -> [String] {
        var splitter = LineSplitter(limit: limit)
        var result: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            splitter.append(Array(bytes[start..<min(bytes.count, start + size)]))
            while let line = try splitter.next({ String(decoding: $0, as: UTF8.self) }) {
                result.append(line)
            }
        }
        #expect(splitter.isBetweenLines == (text.isEmpty || text.hasSuffix("\n")))
        return result
    }

    @Test("lines come out whole however the stream is cut", arguments: 1...20)
    func cuts(size: Int) throws {
        let text = "một\nhai\n\nbốn mươi\nrest"
        #expect(try lines(text, in: size) == ["một\n", "hai\n", "\n", "bốn mươi\n"])
    }

    @Test("a line of the limit passes, one byte more does not", arguments: [1, 3, 50])
    func limit(size: Int) throws {
        #expect(try lines("123456789\n", in: size, limit: 10) == ["123456789\n"])
        #expect(throws: SyncError.self) { try lines("1234567890\n", in: size, limit: 10) }
        #expect(throws: SyncError.self) { try lines("12345678901", in: size, limit: 10) }
    }
}
