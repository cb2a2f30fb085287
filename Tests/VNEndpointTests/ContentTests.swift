import Testing
import VNEndpoint
import VNModel
import VNWire

/// What a hub refuses for what it says.
@Suite struct ContentTests {
    // VN-WIRE-039
    @Test(
        "text that is not NFC and values of another type are refused", arguments: HubKind.allCases
    )
    func content(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let long = String(repeating: "đ", count: 301)
        let response = try await hub.push([
            journal.change(document(1), Write.article("Việt Nam thắng".decomposed)),
            journal.change(document(2), Write.article(long)),
            journal.change(document(3), Write.article() + [Write("x1/y", "y")]),
            journal.change(document(4), [Write("headline", "Thiếu ngày")]),
            journal.change(document(5), [Write("deleted", "hôm qua")]),
            journal.change(document(6), Write.article("Việt Nam thắng")),
        ])
        let invalid = "content.invalid"
        #expect(
            response.codes
                == [invalid, "content.too-large", invalid, invalid, invalid, "applied"])
        for case .refused(_, let message) in response.verdicts.map(\.outcome) {
            #expect(!message.contains("Việt") && !message.contains("hôm qua"))
        }
    }

    // VN-WIRE-039
    @Test("limits of a change are judged with a verdict", arguments: HubKind.allCases)
    func limits(kind: HubKind) async throws {
        let hub = try await Hub(kind, recoveringUntil: .max)
        var journal = Writer(alice)
        var wide = Write("headline", "Tin")
        for bits in 1...65 { wide.seen.include(ReplicaID(bits: UInt64(bits)), 1) }
        let many = (1000...1256).map { Write("topics/t\($0)", .bool(true)) }
        let response = try await hub.push([
            journal.change(document(1), [wide]), journal.change(document(2), many),
            journal.change(document(3), Array(many.prefix(50)) + []),
        ])
        #expect(response.codes == ["limits", "limits", "applied"])
    }

    // VN-WIRE-051
    @Test(
        "new comments under a closed article are refused, old ones go on",
        arguments: HubKind.allCases)
    func closed(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, reader) = (Writer(alice), Writer(bob))
        try await hub.push([journal.change(document(1), Write.article())])
        try await hub.push([reader.change(document(2), .comment, Write.comment(on: document(1)))])
        try await hub.push([
            journal.change(document(1), [Write("commentPolicy", "closed")])
        ])
        let response = try await hub.push([
            reader.change(document(3), .comment, Write.comment(on: document(1))),
            reader.change(document(2), .comment, [Write("text", "Sửa lại", seen: "b1")]),
        ])
        #expect(response.codes == ["comments-closed", "applied"])
    }

    // VN-WIRE-051
    @Test(
        "a parent in another article, a circle or too deep a thread is refused",
        arguments: HubKind.allCases)
    func parents(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, reader) = (Writer(alice), Writer(bob))
        try await hub.push([
            journal.change(document(1), Write.article()),
            journal.change(document(2), Write.article()),
        ])
        let comment = { (number: UInt64, article: UInt64, parent: UInt64?) in
            reader.change(
                document(number), .comment,
                Write.comment(on: document(article), replyTo: parent.map { document($0) }))
        }
        let response = try await hub.push([
            comment(10, 1, nil), comment(11, 2, 10), comment(12, 1, 13), comment(13, 1, 12),
            comment(14, 1, 99), comment(15, 1, 15),
        ])
        #expect(
            response.codes == [
                "applied", "parent-invalid", "applied", "parent-invalid", "applied",
                "parent-invalid",
            ])
        var chain: [PushedChange] = []
        for number in UInt64(100)..<165 {
            chain.append(comment(number, 1, number == 100 ? nil : number - 1))
        }
        let codes = try await hub.push(chain).codes
        #expect(codes == Array(repeating: "applied", count: 64) + ["parent-invalid"])
    }

    // VN-WIRE-051
    @Test("a register takes 32 concurrent values and no more", arguments: HubKind.allCases)
    func siblings(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        try await hub.push([journal.change(document(1), Write.article())])
        for bits in UInt64(100)..<131 {
            var other = Writer(ReplicaID(bits: bits))
            let row = other.change(document(1), [Write("headline", "Tin \(bits)")])
            #expect(try await hub.push([row]).codes == ["merged"])
        }
        var late = Writer(ReplicaID(bits: 200))
        let row = late.change(document(1), [Write("headline", "Muộn")])
        #expect(try await hub.push([row]).codes == ["sibling-overflow"])
        #expect(try await hub.held(document(1))?["headline"].live.count == 32)
    }

    // VN-WIRE-059, VN-WIRE-038, VN-WIRE-046
    @Test("erasing purges an article with its comments, for ever", arguments: HubKind.allCases)
    func erase(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, reader) = (Writer(alice), Writer(bob))
        try await hub.push([journal.change(document(1), Write.article())])
        try await hub.push([
            reader.change(document(2), .comment, Write.comment(on: document(1))),
            reader.change(document(3), .comment, Write.comment(on: document(9))),
        ])
        let cursor = try await hub.pull(alice).end.cursor
        let erased = try await hub.push(
            [journal.change(document(1), [Write("erased", .bool(true))])], cursor: cursor)
        #expect(erased.codes == ["applied"])
        #expect(erased.cursor == nil)
        let delta = try await hub.pull(alice, from: cursor)
        #expect(Set(delta.items) == [.purge(document(1)), .purge(document(2))])
        let late = try await hub.push([
            reader.change(document(1), [Write("summary", "Thêm")]),
            reader.change(document(2), .comment, [Write("text", "Thêm", seen: "b1")]),
            reader.change(document(4), .comment, Write.comment(on: document(1))),
            reader.change(document(3), .comment, [Write("text", "Thêm", seen: "b2")]),
        ])
        #expect(late.codes == ["purged", "purged", "purged", "applied"])
        // Purged ids are skipped only for those who hold nothing.
        #expect(try await hub.pull(carol).items.contains(.purge(document(1))))
        let empty = try await hub.pull(PullRequest(replica: carol, isEmpty: true))
        #expect(empty.items.map(\.id) == [document(3)])
    }
}

extension String {
    /// The text with every mark a character of its own.
    fileprivate var decomposed: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.flatMap { scalar in
                    scalar == "ệ" ? [Unicode.Scalar("ê"), "\u{323}"] : [scalar]
                }))
    }
}
