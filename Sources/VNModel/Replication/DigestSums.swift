/// The sums of ranges of ids that ascend and meet, filled in any order.
public struct DigestSums: Sendable {
    private let bounds: [DocumentID]
    /// A sum for each range.
    public private(set) var sums: [DigestSum]

    /// - Parameter ranges: ranges of which each begins where the one before ends.
    public init(_ ranges: [IDRange]) {
        bounds = ranges.dropFirst().compactMap(\.from)
        precondition(bounds.count == max(0, ranges.count - 1), "only the first may be open")
        sums = Array(repeating: DigestSum(), count: ranges.count)
    }

    /// Adds a document to the sum of its range.
    ///
    /// - Complexity: O(log *k*) in the ranges.
    public mutating func add(_ id: DocumentID, _ digest: [UInt8]) {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= id { low = middle + 1 } else { high = middle }
        }
        sums[low].add(digest)
    }
}
