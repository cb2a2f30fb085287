extension ClockCodec {
    /// The document of a stored row.
    ///
    /// - Parameters:
    ///   - bytes: what ``encode(_:rowSeq:number:)`` made.
    ///   - id: the document's id.
    ///   - kind: what it is.
    ///   - rowSeq: the feed seq that the row stands at.
    ///   - values: the shown values that are not `null`, sorted by the bytes of their paths.
    ///   - siblings: the live values that are not shown, in any order.
    ///   - replica: the replica of a local integer.
    /// - Throws: ``ClockError`` if bytes, values and siblings do not fit together, and what
    ///   `replica` throws.
    /// - Complexity: O(*n*) in the number of registers.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, id: DocumentID, kind: DocumentKind, rowSeq: UInt64,
        values: [(path: String, value: CanonicalJSON)],
        siblings: [(path: String, value: LiveValue)] = [],
        replica: (Int) throws -> ReplicaID
    ) throws -> Document {
        var reader = Reader(bytes: bytes, rowSeq: rowSeq)
        guard try reader.byte() == format else { throw ClockError(reason: "unknown format") }
        guard try reader.number() == values.count else {
            throw ClockError(reason: "another number of values")
        }
        var clocks: [Clock] = []
        if !values.isEmpty { clocks.append(try reader.clock(replica)) }
        var exceptions = Exceptions()
        if !reader.isAtEnd {
            for _ in 0..<(try reader.count()) { clocks.append(try reader.clock(replica)) }
            exceptions.left = try reader.count()
        }
        var builder = Builder(
            siblings: siblings.sorted { JSONObject.precedes($0.path, $1.path) }[...],
            capacity: values.count + exceptions.left)
        for (path, value) in values {
            while let next = try exceptions.next(&reader), JSONObject.precedes(next.path, path) {
                try builder.add(next.path, nil, next.kind, try clock(next.clock, clocks))
                exceptions.drop()
            }
            if let next = exceptions.waiting, JSONObject.isSame(next.path, path) {
                try builder.add(path, value, next.kind, try clock(next.clock, clocks))
                exceptions.drop()
            } else {
                try builder.add(path, value, .value, clocks[0])
            }
        }
        while let next = try exceptions.next(&reader) {
            try builder.add(next.path, nil, next.kind, try clock(next.clock, clocks))
            exceptions.drop()
        }
        guard reader.isAtEnd else { throw ClockError(reason: "bytes behind the end") }
        return try builder.document(id: id, kind: kind)
    }

    /// As above, of an array.
    package static func decode(
        _ bytes: [UInt8], id: DocumentID, kind: DocumentKind, rowSeq: UInt64,
        values: [(path: String, value: CanonicalJSON)],
        siblings: [(path: String, value: LiveValue)] = [],
        replica: (Int) throws -> ReplicaID
    ) throws -> Document {
        try bytes.withUnsafeBufferPointer {
            try decode(
                $0, id: id, kind: kind, rowSeq: rowSeq, values: values, siblings: siblings,
                replica: replica)
        }
    }

    private static func clock(_ index: Int, _ clocks: [Clock]) throws(ClockError) -> Clock {
        guard index < clocks.count else { throw ClockError(reason: "a clock is missing") }
        return clocks[index]
    }

    /// The exceptions, read one at a time.
    private struct Exceptions {
        var left = 0
        var waiting: (path: String, clock: Int, kind: Kind)?

        mutating func next(
            _ reader: inout Reader
        ) throws(ClockError) -> (path: String, clock: Int, kind: Kind)? {
            if waiting == nil, left > 0 {
                let head = try reader.varint()
                guard let kind = Kind(rawValue: head & 3), let clock = Int(exactly: head >> 2)
                else { throw ClockError(reason: "unknown kind") }
                waiting = (try reader.text(), clock, kind)
            }
            return waiting
        }

        mutating func drop() {
            waiting = nil
            left -= 1
        }
    }

    /// Puts fields together in the order of their paths.
    private struct Builder {
        var siblings: ArraySlice<(path: String, value: LiveValue)>
        var fields: [Document.Field] = []

        init(siblings: ArraySlice<(path: String, value: LiveValue)>, capacity: Int) {
            self.siblings = siblings
            fields.reserveCapacity(capacity)
        }

        mutating func add(
            _ path: String, _ value: CanonicalJSON?, _ kind: Kind, _ clock: Clock
        ) throws(ClockError) {
            guard (kind == .value) == (value != nil) else {
                throw ClockError(reason: "a value and its clock do not fit")
            }
            guard (kind == .nothing) == (clock.shown == nil) else {
                throw ClockError(reason: "a clock and its use do not fit")
            }
            if let last = fields.last, !JSONObject.precedes(last.path, path) {
                throw ClockError(reason: "paths are not in order")
            }
            var live: [LiveValue] = []
            if let shown = clock.shown {
                let value = LiveValue(
                    dot: shown.dot, stamp: shown.stamp, encoded: value ?? .null)
                if clock.isSole, siblings.first.map({ !JSONObject.isSame($0.path, path) }) ?? true {
                    fields.append(
                        Document.Field(
                            path: path, register: Register(value), seq: clock.seq, by: clock.by))
                    return
                }
                live = [value]
            }
            while let sibling = siblings.first, JSONObject.isSame(sibling.path, path) {
                guard kind != .nothing, !live.contains(where: { $0.dot == sibling.value.dot })
                else { throw ClockError(reason: "a sibling without place") }
                live.append(sibling.value)
                siblings.removeFirst()
            }
            fields.append(
                Document.Field(
                    path: path, register: Register(seen: clock.seen, live: live), seq: clock.seq,
                    by: clock.by))
        }

        func document(id: DocumentID, kind: DocumentKind) throws(ClockError) -> Document {
            guard siblings.isEmpty else { throw ClockError(reason: "a sibling without place") }
            return Document(id: id, kind: kind, sorted: fields)
        }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        let rowSeq: UInt64
        var position = 0

        init(bytes: UnsafeBufferPointer<UInt8>, rowSeq: UInt64) {
            self.bytes = bytes
            self.rowSeq = rowSeq
        }

        var isAtEnd: Bool { position == bytes.count }

        mutating func byte() throws(ClockError) -> UInt8 {
            guard position < bytes.count else { throw ClockError(reason: "cut short") }
            defer { position += 1 }
            return bytes[position]
        }

        mutating func varint() throws(ClockError) -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                let next = try byte()
                // The tenth byte has room for one bit; a last byte of 0 would be a longer
                // writing of the same number.
                guard shift < 63 || next <= 1, shift == 0 || next != 0 else {
                    throw ClockError(reason: "not a number")
                }
                value |= UInt64(next & 0x7F) << shift
                if next < 0x80 { return value }
                shift += 7
            }
        }

        mutating func number() throws(ClockError) -> Int {
            guard let value = Int(exactly: try varint()) else {
                throw ClockError(reason: "not a number")
            }
            return value
        }

        /// A count of things that follow, of at least one byte each: no count asks for more
        /// memory than the bytes at hand can fill.
        mutating func count() throws(ClockError) -> Int {
            let value = try number()
            guard value <= bytes.count - position else { throw ClockError(reason: "cut short") }
            return value
        }

        mutating func text() throws(ClockError) -> String {
            let count = try count()
            let run = UnsafeBufferPointer(rebasing: bytes[position..<position + count])
            guard let text = String(validating: run, as: UTF8.self) else {
                throw ClockError(reason: "invalid UTF-8")
            }
            position += count
            return text
        }

        mutating func dot(_ replica: (Int) throws -> ReplicaID) throws -> Dot {
            let writer = try replica(try number())
            let counter = try varint()
            guard counter > 0 else { throw ClockError(reason: "a counter of 0") }
            return Dot(writer, counter)
        }

        mutating func clock(_ replica: (Int) throws -> ReplicaID) throws -> Clock {
            let flags = try byte()
            let isByBoth = flags & Flag.isByWriter != 0 && flags & Flag.isByOther != 0
            let isByNobody = flags & Flag.isByWriter != 0 && flags & Flag.hasValue == 0
            guard flags & ~Flag.all == 0, !isByBoth, !isByNobody else {
                throw ClockError(reason: "unknown flags")
            }
            var clock = Clock(shown: nil, seen: VersionVector(), seq: rowSeq, by: nil)
            if flags & Flag.hasValue != 0 {
                let dot = try dot(replica)
                var stamp: UInt64 = 0
                for _ in 0..<8 { stamp = stamp << 8 | UInt64(try byte()) }
                clock.shown = (dot, HybridTimestamp(rawValue: stamp))
                clock.seen = VersionVector(dot)
            }
            if flags & Flag.seesMore != 0 {
                clock.seen = VersionVector()
                for _ in 0..<(try count()) { clock.seen.include(try dot(replica)) }
            }
            if flags & Flag.hasOtherSeq != 0 { clock.seq = rowSeq &- (try varint()) }
            if flags & Flag.isByWriter != 0 { clock.by = clock.shown?.dot.replica }
            if flags & Flag.isByOther != 0 { clock.by = try replica(try number()) }
            return clock
        }
    }
}
