internal import Crypto

extension Document {
    /// Sixteen bytes over the id and the state of all registers; equal on all replicas that hold
    /// the same registers.
    ///
    /// - Complexity: O(*n*) in the size of the document.
    public var digest: [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.raw("{\"doc\":\"")
        writer.raw(id.description.utf8)
        writer.raw("\",\"kind\":\"")
        writer.raw(kind.rawValue.utf8)
        writer.raw("\",\"registers\":[")
        for field in fields {
            writer.string(field.path)
            writer.vector(field.register.seen)
            for live in field.register.live {
                writer.raw(live.dot.description.utf8)
                writer.raw("@")
                writer.integer(live.stamp.rawValue)
                writer.value(live.value)
            }
        }
        writer.raw("]}")
        return Array(SHA256.hash(data: writer.bytes).prefix(16))
    }
}
