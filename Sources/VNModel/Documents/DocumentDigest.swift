internal import Crypto

extension Document {
    /// Sixteen bytes over the id and the state of all registers; equal on all replicas that hold
    /// the same registers.
    ///
    /// - Complexity: O(*n*) in the size of the document.
    public var digest: [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.raw("{\"doc\":\"")
        writer.id(id)
        writer.raw("\",\"kind\":\"")
        writer.kind(kind)
        writer.raw("\",\"registers\":[")
        for field in fields {
            writer.string(field.path)
            if let sole = field.register.sole {
                writer.vector(of: sole.dot)
                writer.digested(sole)
            } else {
                writer.vector(field.register.seen)
                for live in field.register.live { writer.digested(live) }
            }
        }
        writer.raw("]}")
        return Array(SHA256.hash(data: writer.bytes).prefix(16))
    }
}

extension JSONWriter {
    fileprivate mutating func digested(_ live: LiveValue) {
        id(live.dot)
        raw("@")
        integer(live.stamp.rawValue)
        value(live.encoded)
    }
}
