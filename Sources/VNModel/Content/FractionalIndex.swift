/// Keys between which there is always room for another: fractions in base 62, ordered bytewise.
///
/// A key is one or more of `0–9 A–Z a–z` and does not end in `0`. Keys are made without
/// randomness: two replicas that insert at the same place make the same key, and the id of the
/// thing inserted decides.
public enum FractionalIndex {
    private static let digits = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, digit) in digits.enumerated() { table[Int(digit)] = UInt8(value) }
        return table
    }()
    private static let base: UInt8 = 62

    /// Whether a text is a key of at most `Limits.orderBytes` bytes.
    public static func isValid(_ key: String) -> Bool { isValid(key.utf8) }

    /// Whether bytes are those of a key.
    static func isValid(_ key: some BidirectionalCollection<UInt8>) -> Bool {
        (1...Limits.orderBytes).contains(key.count) && key.last != UInt8(ascii: "0")
            && key.allSatisfy { values[Int($0)] != 0xFF }
    }

    /// A short key between two keys; `nil` stands for no bound.
    ///
    /// - Precondition: the bounds are keys and `lower` precedes `upper`.
    /// - Complexity: O(*n*) in the length of the keys.
    public static func between(_ lower: String?, _ upper: String?) -> String {
        let bounds = (lower.map(decoded), upper.map(decoded))
        switch bounds {
        case (nil, nil): return encoded([base / 2])
        case (let lower?, nil): return encoded(after(lower))
        case (nil, let upper?): return encoded(before(upper))
        case (let lower?, let upper?):
            precondition(lower.lexicographicallyPrecedes(upper), "the bounds are in order")
            return encoded(middle(lower, upper))
        }
    }

    /// So many keys, ascending, evenly spaced and as short as that allows.
    public static func sequence(_ count: Int) -> [String] {
        guard count > 0 else { return [] }
        var width = 1
        var room = Int(base)
        while room < 2 * (count + 1) {
            width += 1
            room *= Int(base)
        }
        return (1...count).map { position in
            var rest = position * room / (count + 1)
            var key = [UInt8](repeating: 0, count: width)
            for index in key.indices.reversed() {
                key[index] = UInt8(rest % Int(base))
                rest /= Int(base)
            }
            while key.last == 0 { key.removeLast() }
            return encoded(key)
        }
    }

    /// So many keys between two keys, ascending.
    static func keys(_ count: Int, between lower: String?, and upper: String?) -> [String] {
        guard count > 0 else { return [] }
        if lower == nil, upper == nil { return sequence(count) }
        if let lower, upper == nil {
            var last = lower
            return (0..<count).map { _ in
                last = between(last, nil)
                return last
            }
        }
        if lower == nil, let upper {
            var first = upper
            return (0..<count).map { _ in
                first = between(nil, first)
                return first
            }.reversed()
        }
        let half = between(lower, upper)
        return keys((count - 1) / 2, between: lower, and: half) + [half]
            + keys(count / 2, between: half, and: upper)
    }

    /// Keys for things in the wanted order, of which some have keys already: as many as possible
    /// keep theirs, the others get keys between their neighbours.
    ///
    /// - Parameter present: for each thing its key, or `nil`.
    /// - Returns: ascending keys, one for each thing.
    static func assigned(_ present: [String?]) -> [String] {
        let kept = longestAscending(present)
        var result: [String] = []
        result.reserveCapacity(present.count)
        var lower: String?
        for index in kept + [present.count] {
            let upper = index < present.count ? present[index] : nil
            result += keys(index - result.count, between: lower, and: upper)
            if let upper { result.append(upper) }
            lower = upper
        }
        // Keys grow where things are inserted again and again; then all are made anew.
        return result.allSatisfy(isValid) ? result : sequence(present.count)
    }

    /// The positions of a longest strictly ascending run of valid keys, in order.
    private static func longestAscending(_ keys: [String?]) -> [Int] {
        var ends: [Int] = []
        var previous = [Int](repeating: -1, count: keys.count)
        for (index, key) in keys.enumerated() {
            guard let key, isValid(key) else { continue }
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if JSONObject.precedes(keys[ends[middle]] ?? "", key) {
                    low = middle + 1
                } else {
                    high = middle
                }
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

    /// The next key of the same length, or a key of twice the length if there is none: keys of
    /// things that are always added at the end grow with the logarithm of their number.
    private static func after(_ key: [UInt8]) -> [UInt8] {
        var key = key
        guard let index = key.lastIndex(where: { $0 < base - 1 }) else {
            return key + [UInt8](repeating: 0, count: key.count - 1) + [1]
        }
        key[index] += 1
        for later in key.indices where later > index { key[later] = 0 }
        if index < key.count - 1 { key[key.count - 1] = 1 }
        return key
    }

    /// The key before of the same length, or one of twice the length if there is none.
    private static func before(_ key: [UInt8]) -> [UInt8] {
        var key = key
        if key.dropLast().allSatisfy({ $0 == 0 }), key.last == 1 {
            return [UInt8](repeating: 0, count: key.count)
                + [UInt8](repeating: base - 1, count: key.count)
        }
        var index = key.count - 1
        key[index] -= 1
        guard key[index] == 0 else { return key }
        // A key must not end in 0: borrow from the digits before.
        key[index] = base - 1
        index -= 1
        while key[index] == 0 {
            key[index] = base - 1
            index -= 1
        }
        key[index] -= 1
        return key
    }

    /// A shortest key between two.
    private static func middle(_ lower: [UInt8], _ upper: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var isBelowUpper = false
        var index = 0
        while true {
            let low = index < lower.count ? lower[index] : 0
            let high = isBelowUpper ? base : index < upper.count ? upper[index] : 0
            if high - low > 1 {
                result.append(low + (high - low) / 2)
                return result
            }
            if high > low {
                if !isBelowUpper, index + 1 < upper.count { return result + [high] }
                isBelowUpper = true
            }
            result.append(low)
            index += 1
        }
    }

    private static func decoded(_ key: String) -> [UInt8] {
        precondition(isValid(key), "a fractional index ends in no 0 and is of base 62")
        return key.utf8.map { values[Int($0)] }
    }

    private static func encoded(_ key: [UInt8]) -> String {
        assert(key.last != 0, "a key does not end in 0")
        return String(decoding: key.map { digits[Int($0)] }, as: UTF8.self)
    }
}
