import Testing
import VNWire

/// Streams of events, as this hub and others send them.
@Suite("Events") struct EventTests {
    private func parse(_ parts: [String]) throws -> [ServerSentEvent] {
        var parser = EventStreamParser()
        return try parts.flatMap { try parser.append(Array($0.utf8)) }
    }

    // VN-WIRE-110, VN-WIRE-111
    @Test("an event is read as it was written, wherever its bytes are cut")
    func roundTrip() throws {
        let event = HeadEvent(generation: "0000000000abc", head: 42)
        let bytes = HeadEvent.heartbeat + event.frame + HeadEvent.heartbeat + event.frame
        for cut in 0...bytes.count {
            var parser = EventStreamParser()
            let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
            let events = try parts.flatMap { try parser.append($0) }
            #expect(events.count == 2)
            for read in events {
                #expect(read.name == HeadEvent.name && read.id == "0000000000abc:42:42")
                #expect(try HeadEvent(parsing: Array(read.data.utf8)) == event)
            }
        }
    }

    @Test("what other servers may write is read as the standard says")
    func standard() throws {
        #expect(try parse(["data\n\n", "data:\r\r"]).map(\.data) == ["", ""])
        let lines = try parse(["\u{FEFF}data: a\r\ndata:b\r", "\n:c\nretry: 7\nx: y\n\r\n"])
        #expect(lines.map(\.name) == ["message"] && lines.map(\.data) == ["a\nb"])
        let ids = try parse(["id: 1\n\ndata: a\n\nid\ndata: b\n\nid: 2\0\ndata: c\n\n"])
        #expect(ids.map(\.id) == ["1", "", ""] && ids.map(\.data) == ["a", "b", "c"])
        let names = try parse(["event: x\ndata: a\n\ndata: b\n\nevent\n\n", "data: cut"])
        #expect(names.map(\.name) == ["x", "message"])
    }

    @Test("an event without an end is stopped at the limit")
    func limit() throws {
        let long = String(repeating: "x", count: 500)
        for text in ["data: " + long, ": " + long, "data: " + long + "\n"] {
            var parser = EventStreamParser()
            let part = Array(text.utf8)
            #expect(throws: WireError.self) {
                for _ in 0..<200 { _ = try parser.append(part) }
            }
        }
        var parser = EventStreamParser()
        for _ in 0..<2000 {
            #expect(try parser.append(Array("data: yyyyyyyyyyyyyyyyyyy\n\n".utf8)).count == 1)
        }
    }

    @Test("data of another version, or that is none, is refused")
    func wrong() {
        for text in ["{\"generation\":\"a\",\"head\":1,\"v\":2}", "{\"v\":1}", "", "[]"] {
            #expect(throws: WireError.self) { try HeadEvent(parsing: Array(text.utf8)) }
        }
    }
}
