import Testing
import VNModel
import VNRandom
import VNWire

/// Laws of the codecs, on generated values.
@Suite struct CodecTests {
    // VN-WIRE-005, VN-WIRE-041
    @Test("a document line reads back as the same registers, and is canonical", arguments: 0..<200)
    func documentLines(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let document = generator.document()
        let line = PullLine.item(.document(document, seq: UInt64(seed)))
        #expect(try PullLine(parsing: line.encoded) == line)
        #expect(try JSONValue(parsing: line.encoded).canonicalBytes == line.encoded)
    }

    // VN-WIRE-041
    @Test("registers that share one write name it once")
    func sharedClock() throws {
        let alice = ReplicaID(bits: 1)
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .comment)
        for path in ["author", "dateCreated", "text"] {
            let live = LiveValue(
                dot: Dot(alice, 7), stamp: HybridTimestamp(rawValue: 9), value: .string(path))
            document.set(path, Register(seen: VersionVector(), live: [live]))
        }
        let text = String(
            decoding: PullLine.item(.document(document, seq: 3)).encoded, as: UTF8.self)
        #expect(text.matches(of: #/0000000000001/#).count == 1)
        #expect(!text.contains("registers"))
        #expect(!text.contains("seen"))
    }

    // VN-WIRE-030, VN-WIRE-031
    @Test("a push reads back, and a change without hash has the hash of its canonical form")
    func pushes() throws {
        var generator = Generator(seed: 5)
        let alice = Generator.replicas[0]
        var previous = ChangeHash.origin
        var changes: [PushedChange] = []
        for counter in UInt64(1)...20 {
            let change = Change(
                dot: Dot(alice, counter), cid: generator.id(),
                transaction: (counter + 1) / 2 * 2 - 1,
                stamp: generator.stamp(), document: generator.id(), kind: .article,
                operations: ["headline", "summary"].map {
                    Change.Operation(path: $0, value: generator.value(), seen: generator.vector())
                })
            changes.append(PushedChange(change: change, previous: counter == 1 ? previous : nil))
            previous = change.hash(after: previous)
        }
        let request = PushRequest(replica: alice, generation: "g", changes: changes)
        let read = try PushRequest(parsing: request.encoded)
        #expect(read == request)
        #expect(try JSONValue(parsing: request.encoded).canonicalBytes == request.encoded)
        var hash = ChangeHash.origin
        for pushed in read.changes { hash = pushed.change.hash(after: hash) }
        #expect(hash == previous)
    }

    // VN-WIRE-042
    @Test("a cursor reads back, and only a hub's own text is one")
    func cursors() throws {
        let cursor = Cursor(generation: "0a1b2c3d4e5f6", since: 7, position: 12)
        #expect(try Cursor(cursor.text) == cursor)
        let wrong = [
            "", "a", "a:1", "a:1:2:3", ":1:2", "a:2:1", "a:-1:2", "a:+1:2", "a:1:x", "a::1", "a:1:",
            "a:1:99999999999999999999", String(repeating: "a", count: 300) + ":1:2",
        ]
        for text in wrong {
            let error = #expect(throws: WireError.self) { try Cursor(text) }
            #expect(error?.code == WireCode.cursor)
        }
    }

    // VN-WIRE-008, VN-WIRE-040
    @Test("a pull's query reads back whatever stands in it")
    func queries() throws {
        var scope = Scope()
        scope.sections = ["kinh-te", "thể thao & giải trí=%"]
        scope.articles = []
        scope.since = -5
        scope.includesComments = false
        let request = PullRequest(
            replica: Generator.replicas[2], cursor: "g:1:2", limit: 50, scope: scope, isEmpty: true,
            isReplacing: true)
        #expect(try PullRequest(query: request.query) == request)
        let plain = PullRequest(replica: Generator.replicas[2])
        #expect(plain.query == "replica=\(Generator.replicas[2])")
        #expect(try PullRequest(query: plain.query + "&later=1") == plain)
    }

    @Test(
        "a query that makes no sense is malformed",
        arguments: [
            "", "replica=x", "replica=0a1b2c3d4e5f6&limit=0", "replica=0a1b2c3d4e5f6&limit=x",
            "replica=0a1b2c3d4e5f6&empty=yes", "replica=0a1b2c3d4e5f6&scope=[]",
            "replica=0a1b2c3d4e5f6&scope=%7", "replica=0a1b2c3d4e5f6&cursor=%FF",
            "replica=0a1b2c3d4e5f6&replica=0a1b2c3d4e5f6",
        ])
    func wrongQueries(query: String) {
        let error = #expect(throws: WireError.self) { try PullRequest(query: query) }
        #expect(error?.code == WireCode.malformed)
    }

    @Test("an error says where the text is wrong, and a problem has the status of its code")
    func problems() throws {
        let error = #expect(throws: WireError.self) {
            try HelloRequest(parsing: Array("{\"v\":1,}".utf8))
        }
        #expect(error?.offset == 7)
        let problem = Problem(try #require(error))
        #expect(problem.status == 400 && problem.code == WireCode.malformed)
        #expect(try Problem(parsing: problem.encoded) == problem)
        #expect(Problem(WireError(code: WireCode.tooLarge, message: "")).status == 413)
    }

    @Test("a byte changed anywhere never traps, and what is accepted reads back", arguments: 0..<20)
    func corruption(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let names = try Repository.names("\(VectorTests.folder)/accept")
        for name in names where !name.contains("canonical") && name.hasSuffix(".json") {
            var bytes = try VectorTests.bytes("accept/\(name)")
            for _ in 0..<3 {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8(truncatingIfNeeded: generator.next())
            }
            guard let once = try? VectorTests.rewritten(name, bytes) else { continue }
            #expect(try VectorTests.rewritten(name, once) == once)
        }
    }
}
