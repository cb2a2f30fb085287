/// Chance that is decided by a seed: the same seed gives the same numbers.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014)
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter seed: decides all numbers that follow.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to, and without, a bound.
    ///
    /// - Precondition: the bound is above 0.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "there is a number below the bound")
        return Int(next() % UInt64(bound))
    }

    /// Whether something happens that happens so many times in a hundred.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of several things; `nil` if there are none.
    public mutating func pick<C: RandomAccessCollection>(_ things: C) -> C.Element? {
        guard !things.isEmpty else { return nil }
        return things[things.index(things.startIndex, offsetBy: below(things.count))]
    }
}
