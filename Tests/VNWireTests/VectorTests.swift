import Testing
import VNModel
import VNWire

/// The vectors of `Fixtures/wire/v1`.
@Suite struct VectorTests {
    static let folder = "Fixtures/wire/v1"

    static func names(_ part: String) -> [String] {
        (try? Repository.names("\(folder)/\(part)")) ?? []
    }

    static let accepted = names("accept").filter { !$0.hasSuffix(".canonical.json") }
    static let rejected = names("reject")

    /// Reads and writes the message that a vector's name announces.
    static func rewritten(_ name: some StringProtocol, _ bytes: [UInt8]) throws -> [UInt8] {
        let kinds: [(String, any WireMessage.Type)] = [
            ("hello-request", HelloRequest.self), ("hello-response", HelloResponse.self),
            ("push-request", PushRequest.self), ("push-response", PushResponse.self),
            ("documents-request", DocumentsRequest.self), ("problem", Problem.self),
            ("pull-line", PullLine.self), ("reconcile-request", ReconcileRequest.self),
            ("reconcile-response", ReconcileResponse.self), ("head-event", HeadEvent.self),
            ("peer-request", PeerRequest.self),
            ("offer-request", OfferRequest.self), ("offer-response", OfferResponse.self),
        ]
        let kind = try #require(kinds.first { name.hasPrefix($0.0) }?.1)
        return try kind.init(parsing: bytes).encoded
    }

    /// The bytes of a vector without the newline that ends the file.
    static func bytes(_ path: String) throws -> [UInt8] {
        var bytes = try Repository.bytes("\(folder)/\(path)")
        #expect(bytes.popLast() == UInt8(ascii: "\n"))
        return bytes
    }

    // VN-WIRE-001, VN-WIRE-002, VN-WIRE-005, VN-WIRE-006
    @Test("an accepted message is written again as its canonical form", arguments: accepted)
    func accepts(name: String) throws {
        let bytes = try VectorTests.bytes("accept/\(name)")
        if name.hasSuffix(".jsonl") {
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                #expect(try PullLine(parsing: Array(line)).encoded == Array(line))
            }
            return
        }
        let canonical = name.replacing(".json", with: ".canonical.json")
        let wanted =
            try Repository.names("\(VectorTests.folder)/accept").contains(canonical)
            ? VectorTests.bytes("accept/\(canonical)") : bytes
        let result = try VectorTests.rewritten(name, bytes)
        #expect(String(decoding: result, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
        #expect(result == wanted)
    }

    // VN-WIRE-001, VN-WIRE-003, VN-WIRE-004, VN-WIRE-007, VN-WIRE-030
    @Test("a rejected message is refused with the code in its name", arguments: rejected)
    func rejects(name: String) throws {
        let parts = name.split(separator: "--", maxSplits: 1).map(String.init)
        let (code, message) = (try #require(parts.first), try #require(parts.last))
        let bytes = try VectorTests.bytes("reject/\(name)")
        let error = #expect(throws: WireError.self) {
            try VectorTests.rewritten(message, bytes)
        }
        #expect(error?.code == code)
    }

    @Test("vectors were found, and each has a row in the README")
    func documented() throws {
        #expect(VectorTests.accepted.count > 10 && VectorTests.rejected.count > 40)
        let readme = try Repository.text("Fixtures/wire/README.md")
        for part in ["accept", "reject"] {
            for name in VectorTests.names(part) {
                #expect(readme.contains("| `v1/\(part)/\(name)` |"), "\(part)/\(name)")
            }
        }
    }

    // VN-WIRE-048
    @Test(
        "a stream's last line has the digest of its items",
        arguments: ["pull", "documents", "peer"])
    func digest(name: String) throws {
        let lines = try VectorTests.bytes("accept/\(name).jsonl").split(
            separator: UInt8(ascii: "\n"))
        var digest = PullDigest()
        var count = 0
        var end: PullEnd?
        for line in lines {
            switch try PullLine(parsing: Array(line)) {
            case .item, .judged:
                digest.update(line)
                digest.update([UInt8(ascii: "\n")])
                count += 1
            case .end(let last): end = last
            case .header, .checkpoint: break
            }
        }
        #expect(end?.digest == digest.text)
        #expect(end?.count == count)
    }
}
