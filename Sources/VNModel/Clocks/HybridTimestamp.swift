/// A hybrid logical clock (HLC) stamp: 48 bits of milliseconds since 1970 and a 16-bit count.
///
/// It orders things for people and breaks ties between concurrent values; it never decides
/// causality.
///
/// - Source: Kulkarni et al., "Logical Physical Clocks", 2014.
public struct HybridTimestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The milliseconds in the upper 48 bits, the count in the lower 16.
    public let rawValue: UInt64

    /// The stamp with these 64 bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - milliseconds: since 1970; what exceeds 47 bits (the year 6429) is capped, so that the
    ///     stamp fits a signed number everywhere.
    ///   - count: tells stamps of one millisecond apart.
    public init(milliseconds: UInt64, count: UInt16 = 0) {
        rawValue = min(milliseconds, 0x7FFF_FFFF_FFFF) << 16 | UInt64(count)
    }

    /// Milliseconds since 1970.
    public var milliseconds: UInt64 { rawValue >> 16 }

    /// The smallest stamp after both this one and the wall clock.
    ///
    /// - Parameter milliseconds: the wall clock's time.
    public func next(milliseconds: UInt64) -> HybridTimestamp {
        let wall = HybridTimestamp(milliseconds: milliseconds)
        if wall > self || rawValue == .max { return wall }
        return HybridTimestamp(rawValue: rawValue + 1)
    }

    /// The raw value in decimal.
    public var description: String { String(rawValue) }

    /// Order of time.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
