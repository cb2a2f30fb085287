public import VNModel

extension JournalMark: WireMessage {
    /// Reads `{counter, hash}`.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a journal mark")
        self.init(counter: try object.number("counter"), hash: try object.hash("hash"))
    }

    /// Appends `{counter, hash}`.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"counter\":")
        writer.integer(counter)
        writer.raw(",\"hash\":")
        writer.quoted(hash)
        writer.raw("}")
    }
}
