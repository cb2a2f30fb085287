public import VNModel
internal import VNRandom

/// Holds an app's own resolver against what a view must be: a pure function of the concurrent
/// values, the same each time and whatever their order.
///
/// ```swift
/// let check = ResolverCheck { values in
///     values.max { ($0.stamp, $0.dot) < ($1.stamp, $1.dot) }?.value ?? .null
/// }
/// #expect(check.run(seeds: 1...1000) == nil)
/// ```
public struct ResolverCheck: Sendable {
    private let resolve: @Sendable ([LiveValue]) -> JSONValue

    /// - Parameter resolve: what is shown of some concurrent values, of which there is at least
    ///   one.
    public init(_ resolve: @escaping @Sendable ([LiveValue]) -> JSONValue) {
        self.resolve = resolve
    }

    /// Resolves made-up conflicts twice and in other orders.
    ///
    /// - Parameter seeds: each makes one conflict of one to six values.
    /// - Returns: what is wrong, with the first seed that shows it; `nil` if nothing is.
    public func run(seeds: ClosedRange<UInt64>) -> String? {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let values = ResolverCheck.values(&random)
            let shown = resolve(values)
            if resolve(values) != shown { return "seed \(seed): the same values, another result" }
            for _ in 0..<4 where resolve(values.shuffled(using: &random)) != shown {
                return "seed \(seed): the result depends on the order"
            }
            if !shown.isNull, !values.contains(where: { $0.value == shown }), values.count == 1 {
                return "seed \(seed): one value alone is shown as another"
            }
        }
        return nil
    }

    private static func values(_ random: inout SplitMix64) -> [LiveValue] {
        let texts = ["Bản tin sáng", "Bản tin trưa", "Bản tin chiều", "Cập nhật", ""]
        return (0...random.below(6)).map { number in
            LiveValue(
                dot: Dot(ReplicaID(bits: UInt64(number + 1)), UInt64(1 + random.below(9))),
                stamp: HybridTimestamp(milliseconds: 1_790_000_000_000 + UInt64(random.below(4))),
                value: random.chance(15) ? .null : .string(random.pick(texts) ?? ""))
        }
    }
}
