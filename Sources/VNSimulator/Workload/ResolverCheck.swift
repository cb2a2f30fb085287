public import VNModel
public import VNRandom

/// Holds an app's own resolver against what a view must be: a pure function of the concurrent
/// values, the same each time and whatever their order, that chooses one of them.
///
/// ```swift
/// let newest = ViewResolver("ext/note") { values in
///     let newest = values.max { ($0.stamp, $0.dot) < ($1.stamp, $1.dot) }
///     return ViewResolver.Choice(newest?.value ?? .null, isConflict: false)
/// }
/// #expect(ResolverCheck(newest).run(seeds: 1...1000) == nil)
/// ```
public struct ResolverCheck: Sendable {
    private let resolver: ViewResolver
    private let make: @Sendable (inout SplitMix64) -> JSONValue

    /// - Parameters:
    ///   - resolver: the resolver.
    ///   - make: makes a value of the kind that its registers have; else texts are made up.
    public init(
        _ resolver: ViewResolver,
        make: @escaping @Sendable (inout SplitMix64) -> JSONValue = ResolverCheck.text
    ) {
        (self.resolver, self.make) = (resolver, make)
    }

    /// A text, or now and then nothing.
    public static func text(_ random: inout SplitMix64) -> JSONValue {
        let texts = ["Bản tin sáng", "Bản tin trưa", "Bản tin chiều", "Cập nhật", ""]
        return random.chance(15) ? .null : .string(random.pick(texts) ?? "")
    }

    /// Resolves made-up conflicts twice and in other orders.
    ///
    /// - Parameter seeds: each makes one conflict of two to seven values.
    /// - Returns: what is wrong, with the first seed that shows it; `nil` if nothing is.
    public func run(seeds: ClosedRange<UInt64>) -> String? {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let values = (0...1 + random.below(6)).map { number in
                LiveValue(
                    dot: Dot(ReplicaID(bits: UInt64(number + 1)), UInt64(1 + random.below(9))),
                    stamp: HybridTimestamp(
                        milliseconds: 1_790_000_000_000 + UInt64(random.below(4))),
                    value: make(&random))
            }
            if let problem = resolver.problem(with: values) { return "seed \(seed): \(problem)" }
        }
        return nil
    }
}
