internal import VNRandom

extension SplitMix64 {
    /// A number from 0 to `limit` - 1.
    mutating func number(below limit: Int) -> Int {
        precondition(limit > 0, "there is a number to choose")
        // The high half of the product is even enough for texts and choices.
        return Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

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
