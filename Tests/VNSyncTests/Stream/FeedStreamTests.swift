import Testing
import VNModel
import VNSync
import VNWire

@Suite("Streams of a pull")
struct FeedStreamTests {
    /// Bytes in parts of a size, which break off after so many.
    private actor Bytes: TransportBody {
        private var rest: ArraySlice<UInt8>
        private let size: Int

        init(_ bytes: [UInt8], size: Int = 7, cut: Int? = nil) {
            rest = bytes.prefix(cut ?? bytes.count)
            self.size = size
        }

        func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    private let header = PullHeader(generation: "g", from: 0, head: 3, known: .origin)

    /// The lines of a pull of three items with a checkpoint behind the second.
    private func lines(
        count: Int = 3, digest: String? = nil, checkpoints: Bool = true
    ) -> [UInt8] {
        let items = (1...3).map { FeedItem.purge(DocumentID(high: 1, low: $0)) }
        var running = PullDigest()
        for item in items { running.update(PullLine.item(item).encoded + [0x0A]) }
        var lines: [PullLine] = [.header(header), .item(items[0]), .item(items[1])]
        if checkpoints { lines.append(.checkpoint(cursor: "g:0:2")) }
        lines.append(.item(items[2]))
        lines.append(
            .end(
                PullEnd(
                    cursor: "g:3:3", isComplete: true, count: count,
                    digest: digest ?? running.text)))
        return lines.flatMap { $0.encoded + [0x0A] }
    }

    /// Reads a stream to its end.
    private func read(
        _ body: any TransportBody, isPull: Bool = true
    ) async throws -> [Replicator.StreamPart] {
        let stream = FeedStream(body, isPull: isPull)
        _ = try await stream.header()
        var parts: [Replicator.StreamPart] = []
        while parts.last?.isLast != true { parts.append(try await stream.part()) }
        return parts
    }

    @Test("parts end at checkpoints, however the bytes come", arguments: [1, 7, 64, 10_000])
    func parts(size: Int) async throws {
        let parts = try await read(Bytes(lines(), size: size))
        #expect(parts.map(\.items.count) == [2, 1])
        #expect(parts.map(\.cursor) == ["g:0:2", "g:3:3"])
        #expect(parts.map(\.isComplete) == [false, true])
    }

    @Test("a stream that is cut at any byte is told to be cut")
    func everyByte() async throws {
        let bytes = lines()
        for count in 0..<bytes.count {
            let error = await #expect(throws: TransportError.self) {
                try await read(Bytes(bytes, cut: count))
            }
            #expect(error?.code == "remote.unavailable" && error?.isRetryable == true)
        }
        _ = try await read(Bytes(bytes, cut: bytes.count))
    }

    @Test("a wrong count or digest is not taken for the end")
    func digest() async throws {
        for bytes in [lines(count: 2), lines(digest: String(repeating: "0", count: 32))] {
            let error = await #expect(throws: SyncError.self) { try await read(Bytes(bytes)) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test("what is no line of a pull, or stands at the wrong place, breaks the protocol")
    func wrongLines() async throws {
        let head = header.encoded + [0x0A]
        await #expect(throws: WireError.self) { try await read(Bytes(head + Array("{}\n".utf8))) }
        await #expect(throws: WireError.self) { try await read(Bytes(head + Array("x\n".utf8))) }
        await #expect(throws: SyncError.self) { try await read(Bytes(head + head)) }
        await #expect(throws: SyncError.self) {
            try await read(Bytes(Array(lines().dropFirst(head.count))))
        }
    }

    @Test("a hub that sets no checkpoints does not fill the memory")
    func bounded() async throws {
        let item = PullLine.item(.purge(DocumentID(high: 1, low: 1))).encoded + [0x0A]
        let bytes = header.encoded + [0x0A] + (0..<2_001).flatMap { _ in item }
        let error = await #expect(throws: SyncError.self) {
            try await read(Bytes(bytes, size: 10_000))
        }
        #expect(error?.code == .protocolViolation)
        let parts = FeedStream(Bytes(bytes, size: 10_000), isPull: false)
        _ = try await parts.header()
        #expect(try await parts.part().items.count == 50, "a re-read is taken in parts")
    }
}
