extension ClockCodec {
    /// The clock of a document.
    ///
    /// Equal documents have equal clocks.
    ///
    /// - Parameters:
    ///   - document: the document.
    ///   - rowSeq: the feed seq that the row stands at; registers with the same need no own.
    ///   - number: the local integer of a replica, not negative.
    /// - Complexity: O(*n*) in the number of registers.
    package static func encode(
        _ document: Document, rowSeq: UInt64, number: (ReplicaID) throws -> Int
    ) rethrows -> [UInt8] {
        var writer = Writer(rowSeq: rowSeq)
        if let clock = soleClock(document) {
            writer.byte(format)
            writer.varint(UInt64(document.fields.count))
            try writer.clock(clock, number)
            return writer.bytes
        }
        var table = Table()
        for field in document.fields {
            table.add(field, document.shownLive(field))
        }
        writer.byte(format)
        writer.varint(UInt64(table.valueCount))
        let first = table.mostCommon
        if let first { try writer.clock(table.clocks[first], number) }
        guard table.needsMore(than: first) else { return writer.bytes }

        writer.varint(UInt64(table.clocks.count - (first == nil ? 0 : 1)))
        for (index, clock) in table.clocks.enumerated() where index != first {
            try writer.clock(clock, number)
        }
        writer.varint(UInt64(table.exceptionCount(from: first)))
        for (field, entry) in zip(document.fields, table.entries)
        where entry.kind != .value || entry.clock != first {
            writer.varint(UInt64(table.number(of: entry.clock, first)) << 2 | entry.kind.rawValue)
            writer.text(field.path)
        }
        return writer.bytes
    }

    /// The clock of a document that one write has made, and that has just come to its row.
    ///
    /// - Parameters:
    ///   - sole: a value of that write.
    ///   - count: the number of registers, of which none is removed.
    ///   - rowSeq: the feed seq that the row stands at.
    ///   - number: the local integer of a replica, not negative.
    package static func encode(
        sole: LiveValue, count: Int, rowSeq: UInt64, number: (ReplicaID) throws -> Int
    ) rethrows -> [UInt8] {
        var writer = Writer(rowSeq: rowSeq)
        writer.byte(format)
        writer.varint(UInt64(count))
        try writer.clock(
            Clock(
                shown: (sole.dot, sole.stamp), seen: VersionVector(sole.dot), seq: rowSeq,
                by: nil), number)
        return writer.bytes
    }

    /// The clock of a document that one write has made and nobody has changed since, so that all
    /// its registers have the same.
    private static func soleClock(_ document: Document) -> Clock? {
        guard let first = document.fields.first, let live = first.register.sole else { return nil }
        for field in document.fields {
            guard let sole = field.register.sole, sole.dot == live.dot,
                sole.stamp == live.stamp, !sole.isNull, field.seq == first.seq,
                field.by == first.by
            else { return nil }
        }
        return Clock(
            shown: (live.dot, live.stamp), seen: VersionVector(live.dot), seq: first.seq,
            by: first.by)
    }

    /// The distinct clocks of a document and which register has which.
    private struct Table {
        struct Entry {
            let clock: Int
            let kind: Kind
        }

        var clocks: [Clock] = []
        var uses: [Int] = []
        var entries: [Entry] = []
        var valueCount = 0

        /// How far back an equal clock is looked for. A clock that stands twice costs bytes only.
        static let lookBack = 32

        mutating func add(_ field: Document.Field, _ shown: LiveValue?) {
            let clock = Clock(
                shown: shown.map { ($0.dot, $0.stamp) }, seen: field.register.seen,
                seq: field.seq, by: field.by)
            let kind: Kind = shown.map { $0.isNull ? .null : .value } ?? .nothing
            let index = position(of: clock)
            if index == clocks.count {
                clocks.append(clock)
                uses.append(0)
            }
            if kind == .value {
                uses[index] += 1
                valueCount += 1
            }
            entries.append(Entry(clock: index, kind: kind))
        }

        private func position(of clock: Clock) -> Int {
            if let last = entries.last, clocks[last.clock] == clock { return last.clock }
            let start = max(0, clocks.count - Table.lookBack)
            if let index = clocks[start...].lastIndex(of: clock) { return index }
            return clocks.first == clock ? 0 : clocks.count
        }

        /// The clock that most shown values have; the earliest of several.
        var mostCommon: Int? {
            guard valueCount > 0 else { return nil }
            return uses.indices.max { (uses[$0], $1) < (uses[$1], $0) }
        }

        func needsMore(than first: Int?) -> Bool { exceptionCount(from: first) > 0 }

        func exceptionCount(from first: Int?) -> Int {
            entries.count { $0.kind != .value || $0.clock != first }
        }

        /// The number of a clock in the encoding, where the default clock leads.
        func number(of clock: Int, _ first: Int?) -> Int {
            guard let first else { return clock }
            return clock == first ? 0 : clock < first ? clock + 1 : clock
        }
    }

    private struct Writer {
        let rowSeq: UInt64
        var bytes: [UInt8] = []

        init(rowSeq: UInt64) {
            self.rowSeq = rowSeq
            bytes.reserveCapacity(32)
        }

        mutating func byte(_ value: UInt8) { bytes.append(value) }

        mutating func varint(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }

        mutating func text(_ text: String) {
            varint(UInt64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }

        mutating func clock(_ clock: Clock, _ number: (ReplicaID) throws -> Int) rethrows {
            let seesMore = !clock.isSole
            let isByWriter = clock.by != nil && clock.by == clock.shown?.dot.replica
            var flags: UInt8 = 0
            if clock.shown != nil { flags |= Flag.hasValue }
            if seesMore { flags |= Flag.seesMore }
            if clock.seq != rowSeq { flags |= Flag.hasOtherSeq }
            if clock.by != nil { flags |= isByWriter ? Flag.isByWriter : Flag.isByOther }
            byte(flags)
            if let shown = clock.shown {
                varint(UInt64(try number(shown.dot.replica)))
                varint(shown.dot.counter)
                for shift in stride(from: UInt64(56), through: 0, by: -8) {
                    byte(UInt8(truncatingIfNeeded: shown.stamp.rawValue >> shift))
                }
            }
            if seesMore {
                varint(UInt64(clock.seen.entries.count))
                for entry in clock.seen.entries {
                    varint(UInt64(try number(entry.replica)))
                    varint(entry.counter)
                }
            }
            // A register's seq is at most the row's; the difference is a small number.
            if clock.seq != rowSeq { varint(rowSeq &- clock.seq) }
            if let by = clock.by, !isByWriter { varint(UInt64(try number(by))) }
        }
    }
}
