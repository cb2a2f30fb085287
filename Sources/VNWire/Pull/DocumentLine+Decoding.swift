internal import VNModel

extension FeedItem {
    /// Reads the line of a document.
    init(documentLine object: WireObject) throws(WireError) {
        var document = Document(id: try object.id("doc"), kind: try object.kind("kind"))
        let values = try FeedItem.members(object, "values")
        let registers = try FeedItem.members(object, "registers")
        let clock = try object.optional("at", "a replica id, a counter and a stamp", FeedItem.clock)
        if !values.isEmpty, clock == nil { throw object.failure("at", "there beside \"values\"") }
        var left = values[...]
        var right = registers[...]
        // Both are sorted by path, so the fields come in order.
        while let path = FeedItem.nextPath(left.first?.key, right.first?.key) {
            guard RegisterPath.isValid(path) else {
                throw .malformed("a line of pull names a register that cannot be")
            }
            let isValue = left.first?.key == path
            if isValue, right.first?.key == path {
                throw .malformed("a line of pull names a register twice")
            }
            if isValue, let clock, let value = left.popFirst()?.value {
                let live = LiveValue(dot: clock.dot, stamp: clock.stamp, encoded: value)
                document.set(path, Register(live))
            } else if let json = right.popFirst()?.value {
                document.set(path, try Register(json: json))
            }
        }
        self = .document(document, seq: try object.number("seq"))
    }

    private static func members(
        _ object: WireObject, _ key: String
    ) throws(WireError) -> [CanonicalObject.Member] {
        try object.optional(key, "an object of registers", \.object)?.members ?? []
    }

    private static func clock(_ json: CanonicalJSON) -> (dot: Dot, stamp: HybridTimestamp)? {
        guard let parts = json.array, parts.count == 3,
            let replica = parts[0].string.flatMap({ ReplicaID($0) }),
            let counter = WireObject.counter(parts[1]),
            let stamp = parts[2].integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        return (Dot(replica, counter), HybridTimestamp(rawValue: stamp))
    }

    /// The smaller of two paths by their bytes.
    private static func nextPath(_ left: String?, _ right: String?) -> String? {
        guard let left, let right else { return left ?? right }
        return right.utf8.lexicographicallyPrecedes(left.utf8) ? right : left
    }
}

extension Register {
    /// Reads a register of a document line.
    fileprivate init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a register")
        let live =
            try object.objects("live", limit: WireLimits.vectorEntries) {
                json throws(WireError) in try LiveValue(json: json)
            } ?? []
        let seen = try object.optional("seen", "an object of replica ids and counters") {
            WireObject.vector($0, limit: WireLimits.vectorEntries)
        }
        self.init(seen: seen ?? VersionVector(), live: live)
        guard !self.seen.isEmpty else {
            throw .malformed("a register of a line of pull that nobody has written")
        }
        for index in self.live.indices.dropFirst()
        where self.live[index - 1].dot == self.live[index].dot {
            throw .malformed("a register of a line of pull has a dot twice")
        }
    }
}

extension LiveValue {
    fileprivate init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a live value")
        self.init(
            dot: try object.required("dot", "a replica id and a counter", WireObject.dot),
            stamp: try object.stamp("hlc"),
            encoded: try object.required("value", "there") { $0 })
    }
}
