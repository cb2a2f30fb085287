/// One event of a stream, as any server may send it.
public struct ServerSentEvent: Hashable, Sendable {
    /// What kind of event it is; `message` unless the server said otherwise.
    public var name = "message"
    /// The last id that the server gave; empty if it gave none.
    public var id = ""
    /// What the event says; lines are separated by a line feed.
    public var data = ""
}

/// Takes a stream of events apart, whatever parts it comes in.
///
/// It holds one event at most, and no more bytes of it than
/// ``WireLimits/eventBytes``.
///
/// - Source: WHATWG HTML, "Server-sent events", "Interpreting an event stream".
public struct EventStreamParser: Sendable {
    private var line: [UInt8] = []
    private var event = ServerSentEvent()
    private var hasData = false
    private var endsWithReturn = false
    private var isFirstLine = true

    /// A parser at the beginning of a stream.
    public init() {}

    /// Takes the next part of the stream.
    ///
    /// - Returns: the events that are whole now, in order.
    /// - Throws: `wire.too-large` if an event, or a line, exceeds the limit.
    public mutating func append(_ bytes: [UInt8]) throws(WireError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let followsReturn = endsWithReturn
            endsWithReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n") where followsReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = endLine() { events.append(event) }
            default:
                guard line.count + event.data.utf8.count < WireLimits.eventBytes else {
                    throw WireError(
                        code: WireCode.tooLarge, message: "an event of the hub is too large")
                }
                line.append(byte)
            }
        }
        return events
    }

    /// Reads a line; an empty one ends an event, which counts only if it has data.
    private mutating func endLine() -> ServerSentEvent? {
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isFirstLine = false
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let name = String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self)
        var rest = line[(colon.map { $0 + 1 } ?? line.endIndex)...]
        if rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        let value = String(decoding: rest, as: UTF8.self)
        switch name {
        case "event": event.name = value.isEmpty ? "message" : value
        case "data":
            event.data += hasData ? "\n" + value : value
            hasData = true
        case "id" where !value.utf8.contains(0): event.id = value
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer {
            // An id holds until another one comes.
            event = ServerSentEvent(id: event.id)
            hasData = false
        }
        return hasData ? event : nil
    }
}
