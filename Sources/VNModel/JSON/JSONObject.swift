/// The members of a JSON object, sorted by the bytes of their keys, each key once.
public struct JSONObject: Hashable, Sendable {
    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public let key: String
        /// The value.
        public var value: JSONValue

        /// - Parameters:
        ///   - key: the key.
        ///   - value: the value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }

        /// Whether key and value have the same bytes.
        public static func == (left: Self, right: Self) -> Bool {
            JSONObject.isSame(left.key, right.key) && left.value == right.value
        }
    }

    /// The members, sorted by the UTF-8 bytes of their keys.
    public private(set) var members: [Member]

    /// The object without members.
    public init() { members = [] }

    /// The object of pairs in any order; of a key named twice the last counts.
    public init(_ pairs: [(String, JSONValue)]) {
        self.init()
        members.reserveCapacity(pairs.count)
        for (key, value) in pairs { self[key] = value }
    }

    /// The object of members that are sorted by the bytes of their keys, each key once.
    package init(sorted members: [Member]) { self.members = members }

    /// The object of members in any order, or `nil` if a key stands twice.
    ///
    /// - Complexity: O(*n*) if they are sorted, else O(*n* log *n*).
    package init?(distinct members: [Member]) {
        self.members = members
        var isSorted = true
        for index in members.indices.dropFirst()
        where !JSONObject.precedes(members[index - 1].key, members[index].key) {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        self.members.sort { JSONObject.precedes($0.key, $1.key) }
        for index in self.members.indices.dropFirst()
        where !JSONObject.precedes(self.members[index - 1].key, self.members[index].key) {
            return nil
        }
    }

    /// The number of members.
    public var count: Int { members.count }
    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a key; setting `nil` removes the member.
    ///
    /// - Complexity: O(log *n*) to read, O(*n*) to set.
    public subscript(_ key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            let index = position(of: key)
            let stands = index < members.count && JSONObject.isSame(members[index].key, key)
            switch (newValue, stands) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(key: key, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Objects of at most so many members are searched from end to end: telling keys apart is
    /// cheaper than ordering them.
    private static let shortCount = 12

    private func index(of key: String) -> Int? {
        if members.count <= JSONObject.shortCount {
            return members.firstIndex { JSONObject.isSame($0.key, key) }
        }
        let index = position(of: key)
        return index < members.count && JSONObject.isSame(members[index].key, key) ? index : nil
    }

    private func position(of key: String) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if JSONObject.precedes(members[middle].key, key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Whether two texts have the same bytes. Swift's `==` also holds for other writings of the
    /// same characters, which hashes and databases tell apart.
    package static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && compare(left, right) == 0
    }

    /// Byte order of two texts, which is also the order of their code points.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        compare(left, right) < 0
    }

    private static func compare(_ left: String, _ right: String) -> Int {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                let count = min(left.count, right.count)
                var index = 0
                while index < count {
                    let (one, other) = (left[index], right[index])
                    if one != other { return Int(one) - Int(other) }
                    index += 1
                }
                return left.count - right.count
            }
        }
    }
}
