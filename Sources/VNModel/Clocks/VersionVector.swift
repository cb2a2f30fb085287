/// A version vector (also called vector clock): for each replica the highest counter included.
///
/// Counters are inclusive; a replica that is absent counts as 0. Entries are kept sorted by
/// replica, so that equal vectors have equal encodings. Vectors are never pruned.
public struct VersionVector: Hashable, Sendable, CustomStringConvertible {
    /// One replica's part of a vector.
    public struct Entry: Hashable, Sendable {
        /// The replica.
        public let replica: ReplicaID
        /// Its highest counter included, at least 1.
        public internal(set) var counter: UInt64

        /// Whether this includes a dot and none behind it.
        func isExactly(_ dot: Dot) -> Bool { replica == dot.replica && counter == dot.counter }
    }

    /// How two vectors stand to each other.
    public enum Order: Sendable { case equal, before, after, concurrent }

    /// Sorted by replica, each replica once, no counter 0.
    public private(set) var entries: [Entry]

    /// The empty vector.
    public init() { entries = [] }

    /// The vector that holds one dot and all before it.
    public init(_ dot: Dot) { entries = [Entry(replica: dot.replica, counter: dot.counter)] }

    /// The vector of pairs in any order; of a replica named twice the higher counter counts.
    public init(_ pairs: some Sequence<(ReplicaID, UInt64)>) {
        self.init()
        for (replica, counter) in pairs where counter > 0 { include(replica, counter) }
    }

    /// Whether nothing is included.
    public var isEmpty: Bool { entries.isEmpty }

    /// The highest included counter of a replica, 0 if none.
    ///
    /// - Complexity: O(*n*) in the number of replicas, which is small.
    public subscript(_ replica: ReplicaID) -> UInt64 {
        for entry in entries where entry.replica == replica { return entry.counter }
        return 0
    }

    /// Whether the dot is included.
    public func includes(_ dot: Dot) -> Bool { self[dot.replica] >= dot.counter }

    /// Whether all that `other` includes is included here.
    public func includes(_ other: VersionVector) -> Bool {
        var index = 0
        for entry in other.entries {
            while index < entries.count, entries[index].replica < entry.replica { index += 1 }
            guard index < entries.count, entries[index].replica == entry.replica,
                entries[index].counter >= entry.counter
            else { return false }
        }
        return true
    }

    /// How this vector stands to another.
    public func compare(_ other: VersionVector) -> Order {
        switch (includes(other), other.includes(self)) {
        case (true, true): .equal
        case (true, false): .after
        case (false, true): .before
        case (false, false): .concurrent
        }
    }

    /// Raises a replica's counter to at least `counter`; a counter of 0 changes nothing.
    public mutating func include(_ replica: ReplicaID, _ counter: UInt64) {
        guard counter > 0 else { return }
        let index = entries.firstIndex { $0.replica >= replica } ?? entries.count
        if index < entries.count, entries[index].replica == replica {
            if entries[index].counter < counter { entries[index].counter = counter }
        } else {
            entries.insert(Entry(replica: replica, counter: counter), at: index)
        }
    }

    /// Includes a dot and all before it.
    public mutating func include(_ dot: Dot) { include(dot.replica, dot.counter) }

    /// Sets a replica's counter, downwards too; 0 removes the entry.
    package mutating func set(_ replica: ReplicaID, to counter: UInt64) {
        entries.removeAll { $0.replica == replica }
        include(replica, counter)
    }

    /// Raises every counter to the other vector's: the pointwise maximum.
    public mutating func join(_ other: VersionVector) {
        if entries.isEmpty {
            entries = other.entries
        } else {
            for entry in other.entries { include(entry.replica, entry.counter) }
        }
    }

    /// The pointwise maximum of both.
    public func joined(_ other: VersionVector) -> VersionVector {
        var result = self
        result.join(other)
        return result
    }

    /// `a:3 b:1`, sorted by replica.
    public var description: String {
        entries.map { "\($0.replica):\($0.counter)" }.joined(separator: " ")
    }
}
