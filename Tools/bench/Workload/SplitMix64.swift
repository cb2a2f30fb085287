/// A small generator of even quality: the same seed gives the same numbers on every machine.
///
/// - Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `limit` - 1.
    mutating func number(below limit: Int) -> Int {
        precondition(limit > 0, "there is a number to choose")
        // The high half of the product is even enough for texts and choices.
        return Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// True in so many of a hundred cases.
    mutating func chance(percent: Int) -> Bool { number(below: 100) < percent }

    /// The numbers from 0 to `count` - 1 in a random order.
    ///
    /// The standard library's shuffle may change from one version to the next; this one may not.
    mutating func order(of count: Int) -> [Int] {
        var result = Array(0..<count)
        for index in result.indices.dropFirst() {
            result.swapAt(index, number(below: index + 1))
        }
        return result
    }
}
