/// Finds what two sequences of numbers have in common, in order.
struct SequenceDifference {
    private let left: [Int]
    private let right: [Int]
    private let editLimit: Int

    /// - Parameters:
    ///   - left: one sequence.
    ///   - right: the other.
    ///   - editLimit: edits beyond which a stretch without anchors has nothing in common.
    init(_ left: [Int], _ right: [Int], editLimit: Int) {
        self.left = left
        self.right = right
        self.editLimit = editLimit
    }

    /// A stretch of both sequences.
    private struct Stretch {
        var left: Range<Int>
        var right: Range<Int>
    }

    /// Pairs of positions of equal elements, ascending in both sequences.
    func pairs() -> [(Int, Int)] {
        var result: [(Int, Int)] = []
        // The last stretch is the next one.
        var rest = [Stretch(left: 0..<left.count, right: 0..<right.count)]
        while var stretch = rest.popLast() {
            result += trim(&stretch)
            guard !stretch.left.isEmpty, !stretch.right.isEmpty else { continue }
            let anchors = anchors(stretch)
            guard !anchors.isEmpty else {
                result += shortest(stretch)
                continue
            }
            var parts: [Stretch] = []
            var (one, other) = (stretch.left.lowerBound, stretch.right.lowerBound)
            for (first, second) in anchors {
                // The anchor itself begins the next part, whose beginning is equal then.
                parts.append(Stretch(left: one..<first, right: other..<second))
                (one, other) = (first, second)
            }
            parts.append(
                Stretch(
                    left: one..<stretch.left.upperBound, right: other..<stretch.right.upperBound))
            rest += parts.reversed()
        }
        return result.sorted { $0.0 < $1.0 }
    }

    /// Takes equal elements off both ends.
    private func trim(_ stretch: inout Stretch) -> [(Int, Int)] {
        var result: [(Int, Int)] = []
        var (low, other) = (stretch.left.lowerBound, stretch.right.lowerBound)
        var (high, end) = (stretch.left.upperBound, stretch.right.upperBound)
        while low < high, other < end, left[low] == right[other] {
            result.append((low, other))
            (low, other) = (low + 1, other + 1)
        }
        while low < high, other < end, left[high - 1] == right[end - 1] {
            (high, end) = (high - 1, end - 1)
            result.append((high, end))
        }
        stretch = Stretch(left: low..<high, right: other..<end)
        return result
    }

    /// Elements that stand once in both parts, as many as have one order in both.
    private func anchors(_ stretch: Stretch) -> [(Int, Int)] {
        func places(_ values: ArraySlice<Int>) -> [Int: Int] {
            var result: [Int: Int] = [:]
            for (place, value) in zip(values.indices, values) {
                result[value] = result[value] == nil ? place : -1
            }
            return result
        }
        let other = places(right[stretch.right])
        let mine = places(left[stretch.left])
        let candidates = stretch.left.compactMap { place -> (Int, Int)? in
            guard mine[left[place]] == place, let second = other[left[place]], second >= 0 else {
                return nil
            }
            return (place, second)
        }
        return SequenceDifference.longestAscending(candidates.map(\.1)).map { candidates[$0] }
    }

    /// The positions of a longest strictly ascending run.
    ///
    /// - Complexity: O(*n* log *n*).
    static func longestAscending(_ values: [Int]) -> [Int] {
        var ends: [Int] = []
        var previous = [Int](repeating: -1, count: values.count)
        for (index, value) in values.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if values[ends[middle]] < value { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = ends[low - 1] }
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var result: [Int] = []
        var index = ends.last ?? -1
        while index >= 0 {
            result.append(index)
            index = previous[index]
        }
        return result.reversed()
    }

    /// What a shortest edit leaves as it is; nothing if that takes too many edits.
    private func shortest(_ stretch: Stretch) -> [(Int, Int)] {
        let (count, other) = (stretch.left.count, stretch.right.count)
        let limit = min(count + other, editLimit)
        let (start, begin) = (stretch.left.lowerBound, stretch.right.lowerBound)
        // furthest[limit + k]: how far left on the diagonal k one comes with so many edits.
        var furthest = [Int](repeating: 0, count: 2 * limit + 2)
        var trace: [[Int]] = []
        for edits in 0...limit {
            trace.append(Array(furthest[(limit - edits)...(limit + edits + 1)]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let down =
                    diagonal == -edits
                    || diagonal != edits
                        && furthest[limit + diagonal - 1] < furthest[limit + diagonal + 1]
                var x = down ? furthest[limit + diagonal + 1] : furthest[limit + diagonal - 1] + 1
                while x < count, x - diagonal < other,
                    left[start + x] == right[begin + x - diagonal]
                {
                    x += 1
                }
                furthest[limit + diagonal] = x
                if x >= count, x - diagonal >= other {
                    return path(trace, stretch)
                }
            }
        }
        return []
    }

    /// Follows the way of a shortest edit back.
    private func path(_ trace: [[Int]], _ stretch: Stretch) -> [(Int, Int)] {
        var result: [(Int, Int)] = []
        var (x, y) = (stretch.left.count, stretch.right.count)
        for edits in trace.indices.reversed() {
            // The row begins at the diagonal -edits.
            let row = trace[edits]
            let diagonal = x - y
            let place = diagonal + edits
            var (oldX, oldY) = (0, 0)
            if edits > 0 {
                let down =
                    diagonal == -edits
                    || diagonal != edits && row[place - 1] < row[place + 1]
                let old = down ? diagonal + 1 : diagonal - 1
                oldX = row[old + edits]
                oldY = oldX - old
            }
            while x > oldX, y > oldY {
                (x, y) = (x - 1, y - 1)
                result.append((stretch.left.lowerBound + x, stretch.right.lowerBound + y))
            }
            (x, y) = (oldX, oldY)
        }
        return result
    }
}
