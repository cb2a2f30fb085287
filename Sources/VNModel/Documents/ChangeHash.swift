internal import Crypto

/// The hash of a journal row, chained to the row before it: 128 bits of SHA-256.
///
/// It covers the row as first written; a stamp lowered or a vector mapped later does not change
/// it. The first row is chained to ``origin``.
public struct ChangeHash: Hashable, Sendable, CustomStringConvertible {
    private let bits: DocumentID

    /// What the first row of a journal is chained to.
    public static let origin = ChangeHash(bits: DocumentID(high: 0, low: 0))

    private init(bits: DocumentID) { self.bits = bits }

    /// The hash of sixteen bytes, or `nil` if there are not sixteen.
    public init?(bytes: some Collection<UInt8>) {
        guard let bits = DocumentID(bytes: Array(bytes)) else { return nil }
        self.bits = bits
    }

    /// The hash of 32 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        let isUpper = { (byte: UInt8) in byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F") }
        guard text.utf8.count == 32, !text.utf8.contains(where: isUpper) else { return nil }
        let bytes = Array(text.utf8)
        var grouped: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 {
                grouped.append(UInt8(ascii: "-"))
            }
            grouped.append(byte)
        }
        guard let bits = DocumentID(String(decoding: grouped, as: UTF8.self)) else { return nil }
        self.bits = bits
    }

    /// The sixteen bytes.
    public var bytes: [UInt8] { bits.bytes }

    /// 32 hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: ChangeHash.textLength) { buffer in
            writeText(into: buffer)
            return ChangeHash.textLength
        }
    }

    /// The number of characters of the text.
    static let textLength = 32

    /// Writes the characters of the text.
    func writeText(into buffer: UnsafeMutableBufferPointer<UInt8>) {
        for digit in 0..<ChangeHash.textLength { buffer[digit] = bits.hexDigit(digit) }
    }
}

extension Change {
    /// The hash of this change behind the row with the hash `previous`.
    ///
    /// SHA-256 over the canonical JSON object with the members `cid`, `counter`, `doc`, `hlc`,
    /// `kind`, `ops`, `prev`, `replica`, `txn`, of which the first 16 bytes count.
    ///
    /// - Complexity: O(*n*) in the size of the change.
    public func hash(after previous: ChangeHash) -> ChangeHash {
        hash(after: previous, operations: operationsJSON)
    }

    /// The same with the canonical encoding of the operations at hand.
    package func hash(after previous: ChangeHash, operations: [UInt8]) -> ChangeHash {
        var writer = JSONWriter(capacity: 320 + operations.count)
        writer.raw("{\"cid\":\"")
        writer.id(cid)
        writer.raw("\",\"counter\":")
        writer.integer(dot.counter)
        writer.raw(",\"doc\":\"")
        writer.id(document)
        writer.raw("\",\"hlc\":")
        writer.integer(stamp.rawValue)
        writer.raw(",\"kind\":\"")
        writer.kind(kind)
        writer.raw("\",\"ops\":")
        writer.raw(operations)
        writer.raw(",\"prev\":\"")
        writer.id(previous)
        writer.raw("\",\"replica\":\"")
        writer.id(dot.replica)
        writer.raw("\",\"txn\":")
        writer.integer(transaction)
        writer.raw("}")
        let digest = SHA256.hash(data: writer.bytes)
        guard let hash = ChangeHash(bytes: Array(digest.prefix(16))) else {
            preconditionFailure("a SHA-256 digest has 32 bytes")
        }
        return hash
    }

    /// The canonical encoding of the operations: an array of objects with `path`, `seen` unless
    /// it is empty, and `value`.
    package var operationsJSON: [UInt8] {
        var writer = JSONWriter(capacity: 256 * operations.count)
        writer.operations(operations)
        return writer.bytes
    }
}

extension JSONWriter {
    /// Appends operations as the journal, the wire and the hash have them.
    package mutating func operations(_ operations: [Change.Operation]) {
        raw("[")
        for (index, operation) in operations.enumerated() {
            raw(index == 0 ? "{\"path\":" : ",{\"path\":")
            string(operation.path)
            if !operation.seen.isEmpty {
                raw(",\"seen\":")
                vector(operation.seen)
            }
            raw(",\"value\":")
            value(operation.encoded)
            raw("}")
        }
        raw("]")
    }

    /// Appends the vector of one dot.
    mutating func vector(of dot: Dot) {
        raw("{\"")
        id(dot.replica)
        raw("\":")
        integer(dot.counter)
        raw("}")
    }

    /// Appends a vector as an object, sorted by the text of its replicas.
    package mutating func vector(_ vector: VersionVector) {
        raw("{")
        // The alphabet of replica ids ascends, so their text order is their order.
        for (index, entry) in vector.entries.enumerated() {
            raw(index == 0 ? "\"" : ",\"")
            id(entry.replica)
            raw("\":")
            integer(entry.counter)
        }
        raw("}")
    }
}
