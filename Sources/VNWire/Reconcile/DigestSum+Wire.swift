public import VNModel

extension DigestSum: WireMessage {
    /// Reads `{count, sum}`.
    public init(json: CanonicalJSON) throws(WireError) {
        try self.init(WireObject(json, "a sum of documents"))
    }

    /// Reads the members `count` and `sum` of an object that may have others.
    init(_ object: WireObject) throws(WireError) {
        let (count, bytes) = (try object.number("count"), try object.hash("sum").bytes)
        guard let sum = DigestSum(count: count, bytes: bytes) else {
            throw object.failure("sum", "32 hexadecimal digits")
        }
        self = sum
    }

    /// Appends `{count, sum}`.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"count\":")
        writer.integer(count)
        writer.raw(",\"sum\":")
        writer.string(text)
        writer.raw("}")
    }
}

extension WireObject {
    /// A sum that may be missing.
    func optionalSum(_ key: String) throws(WireError) -> DigestSum? {
        guard let json = members[key] else { return nil }
        return try DigestSum(json: json)
    }

    /// An id that may be missing.
    func optionalID(_ key: String) throws(WireError) -> DocumentID? {
        try optional(key, "a UUID") { $0.string.flatMap { DocumentID($0) } }
    }
}
