import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Parts of a pull, read ahead")
struct PartReaderTests {
    /// Lines that are told how many of them were asked for.
    private actor Lines: TransportBody {
        private var rest: [PullLine]
        private(set) var asked = 0

        init(_ lines: [PullLine]) { rest = lines.reversed() }

        func next() async throws -> [UInt8]? {
            asked += 1
            return rest.popLast().map { $0.encoded + [0x0A] }
        }
    }

    private static let header = PullHeader(generation: "g", from: 0, head: 9, known: .origin)

    /// A pull of so many parts of one item each.
    private static func pull(parts: Int, hasEnd: Bool = true) -> [PullLine] {
        var running = PullDigest()
        var lines: [PullLine] = [.header(header)]
        for number in 1...UInt64(parts) {
            let item = PullLine.item(.purge(DocumentID(high: 1, low: number)))
            running.update(item.encoded + [0x0A])
            lines.append(item)
            if number < parts { lines.append(.checkpoint(cursor: "g:0:\(number)")) }
        }
        let end = PullEnd(
            cursor: "g:9:9", isComplete: true, count: parts, digest: running.text)
        if hasEnd { lines.append(.end(end)) }
        return lines
    }

    private static func reader(_ body: any TransportBody, worksInOrder: Bool) -> PartReader {
        PartReader(body, isPull: true, worksInOrder: worksInOrder) { items, _ in
            PreparedRows(items)
        }
    }

    @Test("all parts come in their order", arguments: [1, 2, 3, 10], [false, true])
    func order(count: Int, worksInOrder: Bool) async throws {
        let reader = PartReaderTests.reader(
            Lines(PartReaderTests.pull(parts: count)), worksInOrder: worksInOrder)
        #expect(try await reader.header() == PartReaderTests.header)
        var cursors: [String?] = []
        var isLast = false
        while !isLast {
            let part = try await reader.next(expectsNew: true).part
            cursors.append(part.cursor)
            isLast = part.isLast
        }
        #expect(cursors == (1..<count).map { "g:0:\($0)" } + ["g:9:9"])
    }

    @Test(
        "what came before a break is there, and the break comes after it", arguments: [false, true])
    func broken(worksInOrder: Bool) async throws {
        let lines = PartReaderTests.pull(parts: 4, hasEnd: false)
        let reader = PartReaderTests.reader(Lines(lines), worksInOrder: worksInOrder)
        _ = try await reader.header()
        for number in 1...3 {
            #expect(try await reader.next(expectsNew: false).part.cursor == "g:0:\(number)")
        }
        await #expect(throws: TransportError.self) {
            _ = try await reader.next(expectsNew: false)
        }
    }

    @Test("no more than a few parts are read before they are asked for")
    func bounded() async throws {
        let body = Lines(PartReaderTests.pull(parts: 50))
        let reader = PartReaderTests.reader(body, worksInOrder: false)
        _ = try await reader.header()
        _ = try await reader.next(expectsNew: false)
        for _ in 0..<200 { await Task.yield() }
        // The header, and two lines for each of three parts.
        #expect(await body.asked <= 7)
    }

    @Test("a cancelled reader ends")
    func cancelled() async throws {
        let reader = PartReaderTests.reader(Stalled(), worksInOrder: false)
        let task = Task { try await reader.next(expectsNew: false) }
        task.cancel()
        await #expect(throws: (any Error).self) { _ = try await task.value }
    }

    /// A body that gives nothing until whoever waits is cancelled.
    private struct Stalled: TransportBody {
        func next() async throws -> [UInt8]? {
            try await Task.sleep(for: .seconds(3_600))
            return nil
        }
    }
}
