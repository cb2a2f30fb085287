import VNModel

/// The naive reference: replicas that keep every event for ever, and know of each event all that
/// its writer had observed.
struct History: Hashable {
    /// A set of events. An event is a bit: eight counters for each of three replicas.
    typealias Events = UInt32

    /// One write.
    struct Event: Hashable {
        /// The register that was written, by its place in the paths.
        let register: Int
        /// What was written, by its place in the values.
        let value: Int
        /// All that the writer had observed, of any register.
        let past: Events
    }

    static let replicas = 3
    private static let width = 8

    /// What each replica has observed.
    private(set) var observed = [Events](repeating: 0, count: replicas)
    /// All events, by their bit, packed so that states are compared fast; 0 if there is none.
    private var events = [UInt64](repeating: 0, count: replicas * width)

    /// The event of a bit.
    subscript(bit: Int) -> Event? {
        let packed = events[bit]
        guard packed != 0 else { return nil }
        return Event(
            register: Int(packed >> 8 & 0xFF), value: Int(packed & 0xFF) - 1,
            past: Events(packed >> 32))
    }

    /// The number of writes of a replica.
    func count(_ replica: Int) -> Int {
        events[(replica * History.width)..<((replica + 1) * History.width)].count { $0 != 0 }
    }

    /// - Returns: the event.
    mutating func write(_ register: Int, _ value: Int, at replica: Int) -> Int {
        let bit = replica * History.width + count(replica)
        events[bit] = UInt64(observed[replica]) << 32 | UInt64(register) << 8 | UInt64(value + 1)
        observed[replica] |= 1 << Events(bit)
        return bit
    }

    mutating func merge(_ other: Int, into replica: Int) {
        observed[replica] |= observed[other]
    }

    /// The observed events of a register, or of all.
    private func events(of register: Int?, at replica: Int) -> [(bit: Int, event: Event)] {
        var result: [(bit: Int, event: Event)] = []
        var left = observed[replica]
        while left != 0 {
            let bit = left.trailingZeroBitCount
            left &= left - 1
            guard let event = self[bit], register == nil || event.register == register else {
                continue
            }
            result.append((bit, event))
        }
        return result
    }

    /// The events of a register that no other observed event of it had observed.
    func live(_ register: Int, at replica: Int) -> [Int] {
        let mine = events(of: register, at: replica)
        let superseded = mine.reduce(0) { $0 | $1.event.past }
        return mine.map(\.bit).filter { superseded & (1 << Events($0)) == 0 }
    }

    /// Whether an event had been observed by the writer of another.
    func hadObserved(_ bit: Int, by other: Int) -> Bool {
        self[other].map { $0.past & (1 << Events(bit)) != 0 } ?? false
    }

    func dot(_ bit: Int) -> Dot {
        Dot(people[bit / History.width], UInt64(bit % History.width + 1))
    }

    /// Stamps that agree with causality in nothing: bob's clock runs ahead and meets alice's,
    /// carol's stands still.
    func stamp(_ bit: Int) -> HybridTimestamp {
        let count = UInt64(bit % History.width)
        return HybridTimestamp(rawValue: [5, 5 + 2 * count, 1][bit / History.width])
    }

    /// The observed events of a register as a vector.
    func vector(_ register: Int, at replica: Int) -> VersionVector {
        VersionVector(
            events(of: register, at: replica).map { (dot($0.bit).replica, dot($0.bit).counter) })
    }
}
