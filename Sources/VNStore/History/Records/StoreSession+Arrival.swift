internal import VNModel

extension StoreSession {
    /// Records what a pull or a re-read changed: one row, and none if no value came or went.
    ///
    /// - Parameters:
    ///   - document: the document as it stands now.
    ///   - before: as it stood.
    ///   - incoming: what came; `nil` if the endpoint has nothing of it.
    ///   - remote: from where.
    ///   - seq: the document's new place in the feed.
    /// - Complexity: O(*n*) in the registers that came.
    func record(
        _ document: Document, over before: Document, from incoming: Document?, remote: Int64,
        seq: UInt64
    ) throws {
        var rows: [JSONValue] = []
        // Both are sorted by path.
        var rest = before.fields[...]
        func add(_ path: String, _ now: Register, over old: Register) throws {
            guard !now.hasSameDots(as: old) else { return }
            let seen = incoming?.field(path)?.register.seen ?? VersionVector()
            rows.append(try arrivalJSON(path, seen: seen, now: now, old: old))
        }
        for field in document.fields {
            while let old = rest.first, JSONObject.precedes(old.path, field.path) {
                try add(old.path, Register(), over: old.register)
                rest = rest.dropFirst()
            }
            if let old = rest.first, JSONObject.isSame(old.path, field.path) {
                try add(field.path, field.register, over: old.register)
                rest = rest.dropFirst()
            } else {
                try add(field.path, field.register, over: Register())
            }
        }
        for old in rest { try add(old.path, Register(), over: old.register) }
        try insertArrival(rows, document.id, remote, try head().journal.counter, seq)
    }

    /// Records the values of others that a local transaction superseded: the journal has only
    /// what was written here. No row if there were none.
    ///
    /// - Parameters:
    ///   - document: the document as the transaction leaves it.
    ///   - before: as it found it.
    ///   - start: the head of the journal before the transaction.
    ///   - seq: the document's new place in the feed.
    func recordSuperseded(
        by document: Document, over before: Document, start: UInt64, seq: UInt64
    ) throws {
        let own = try head().replica
        var rows: [JSONValue] = []
        for (index, old) in document.fields(changedSince: before) {
            guard let old = old?.register, !old.live.isEmpty,
                old.live.count > 1 || old.live[0].dot.replica != own
            else { continue }
            rows.append(
                .object([
                    ("path", .string(document.fields[index].path)),
                    ("former", .array(try old.live.map { try valueJSON($0, isKept: true) })),
                ]))
        }
        try insertArrival(rows, document.id, nil, start, seq)
    }

    /// Lets go of what is recorded of a document that leaves the store.
    func forgetArrivals(of id: DocumentID) throws {
        try run("DELETE FROM arrival WHERE doc = ?", .id(id))
    }

    private func insertArrival(
        _ rows: [JSONValue], _ id: DocumentID, _ remote: Int64?, _ counter: UInt64, _ seq: UInt64
    ) throws {
        guard !rows.isEmpty else { return }
        try run(
            """
            INSERT INTO arrival (seq, doc, remote, own, counter, changes, at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(seq), .id(id), remote.map { .integer($0) } ?? .null,
            .integer(Int64(try number(of: try head().replica))), .integer(counter),
            .utf8(JSONValue.array(rows).canonicalBytes[...]), .integer(environment.milliseconds()))
    }

    private func arrivalJSON(
        _ path: String, seen: VersionVector, now: Register, old: Register
    ) throws -> JSONValue {
        let isKept = { (value: LiveValue) in !now.live.contains { $0.dot == value.dot } }
        return .object([
            ("path", .string(path)), ("seen", try vectorJSON(seen)),
            ("live", .array(try now.live.map { try valueJSON($0, isKept: false) })),
            ("past", try vectorJSON(old.seen)),
            ("former", .array(try old.live.map { try valueJSON($0, isKept: isKept($0)) })),
        ])
    }

    private func vectorJSON(_ vector: VersionVector) throws -> JSONValue {
        .array(
            try vector.entries.map {
                .array([
                    .integer(Int64(try number(of: $0.replica))),
                    .integer(Int64(clamping: $0.counter)),
                ])
            })
    }

    private func valueJSON(_ value: LiveValue, isKept: Bool) throws -> JSONValue {
        let name: [JSONValue] = [
            .integer(Int64(try number(of: value.dot.replica))),
            .integer(Int64(clamping: value.dot.counter)),
            .integer(Int64(clamping: value.stamp.rawValue)),
        ]
        return .array(isKept ? name + [value.value] : name)
    }
}

extension Register {
    /// Whether the same writes are live in both.
    fileprivate func hasSameDots(as other: Register) -> Bool {
        live.count == other.live.count && zip(live, other.live).allSatisfy { $0.dot == $1.dot }
    }
}

extension StoreSession {
    /// Rows of `arrival` that meet a condition.
    func arrivalRows(_ condition: String, _ values: [SQLValue]) throws -> [ArrivalRow] {
        try all(
            """
            SELECT arrival.seq, doc, remote.name, arrival.remote, own, counter, changes, at_ms
            FROM arrival LEFT JOIN remote ON remote.number = arrival.remote \(condition)
            """, values
        ) { row in
            guard let document = row.id(1) else { throw StoreError.documentWithoutID }
            let json = row.withBytes(6) {
                try? JSONValue(parsing: $0, depthLimit: Limits.jsonDepth + 4)
            }
            guard let registers = try json?.array?.map({ try arrivedRegister($0) }) else {
                throw StoreError.damagedArrival
            }
            return ArrivalRow(
                seq: row.unsigned(0), document: document, remote: row.text(2),
                isLocal: row.isNull(3),
                place: JournalPlace(own: Int(row.integer(4)), counter: row.unsigned(5)),
                registers: registers, milliseconds: row.unsigned(7),
                bytes: row.withBytes(6) { $0.count })
        }
    }

    private func arrivedRegister(_ json: JSONValue) throws -> ArrivalRow.Register {
        guard let path = json["path"]?.string else { throw StoreError.damagedArrival }
        return ArrivalRow.Register(
            path: path, seen: try vector(json["seen"]),
            live: try (json["live"]?.array ?? []).map { try arrivedValue($0) },
            past: try vector(json["past"]),
            former: try (json["former"]?.array ?? []).map { try arrivedValue($0) })
    }

    private func vector(_ json: JSONValue?) throws -> VersionVector {
        VersionVector(try (json?.array ?? []).map { try arrivedDot($0.array ?? []) })
    }

    private func arrivedDot(_ parts: [JSONValue]) throws -> (ReplicaID, UInt64) {
        guard parts.count >= 2, let number = parts[0].integer, let counter = parts[1].integer,
            counter > 0
        else { throw StoreError.damagedArrival }
        return (try replica(Int(number)), UInt64(counter))
    }

    private func arrivedValue(_ json: JSONValue) throws -> ArrivalRow.Value {
        let parts = json.array ?? []
        let (replica, counter) = try arrivedDot(parts)
        guard parts.count >= 3, let stamp = parts[2].integer, stamp >= 0 else {
            throw StoreError.damagedArrival
        }
        return ArrivalRow.Value(
            dot: Dot(replica, counter), stamp: HybridTimestamp(rawValue: UInt64(stamp)),
            value: parts.count > 3 ? parts[3] : nil)
    }
}

extension StoreError {
    fileprivate static var damagedArrival: StoreError {
        StoreError(.corrupt, "a row of the history is damaged; run `vnsync verify --deep`")
    }
}
