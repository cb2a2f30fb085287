internal import VNModel

/// Values for a statement in one buffer, which it is bound to without copies.
struct PackedRow: Sendable {
    /// A value; texts and blobs are places in the buffer.
    enum Cell: Sendable {
        case null
        case integer(Int64)
        case text(start: Int, count: Int)
        case blob(start: Int, count: Int)
    }

    private(set) var cells: [Cell] = []
    private(set) var bytes: [UInt8] = []

    /// - Complexity: O(*n*) in the bytes of the values.
    init(_ values: [SQLValue]) {
        cells.reserveCapacity(values.count)
        bytes.reserveCapacity(values.reduce(0) { $0 + $1.size })
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        switch value {
        case .null: cells.append(.null)
        case .integer(let number): cells.append(.integer(number))
        case .text(var text):
            text.withUTF8 { bytes.append(contentsOf: $0) }
            cells.append(.text(start: start, count: bytes.count - start))
        case .utf8(let text):
            text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            cells.append(.text(start: start, count: bytes.count - start))
        case .blob(let blob):
            bytes.append(contentsOf: blob)
            cells.append(.blob(start: start, count: bytes.count - start))
        case .id(let id):
            withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) {
                bytes.append(contentsOf: $0)
            }
            cells.append(.blob(start: start, count: bytes.count - start))
        }
    }
}

extension SQLValue {
    /// The number of bytes of a text or blob.
    fileprivate var size: Int {
        switch self {
        case .null, .integer: 0
        case .text(let text): text.utf8.count
        case .utf8(let text): text.count
        case .blob(let blob): blob.count
        case .id: 16
        }
    }
}
