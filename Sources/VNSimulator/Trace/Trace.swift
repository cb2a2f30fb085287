/// What happened in a run, line by line; two runs of one seed have equal traces.
public struct Trace: Hashable, Sendable {
    /// The lines.
    public private(set) var lines: [String] = []
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Nothing happened yet.
    public init() {}

    /// Adds a line.
    mutating func add(_ line: String) {
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ 10) &* 0x0000_0100_0000_01B3
        lines.append(line)
    }

    /// Sixteen digits that differ where traces do.
    ///
    /// - Source: Fowler, Noll and Vo, FNV-1a
    public var digest: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
