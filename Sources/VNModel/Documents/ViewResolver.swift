/// An application's own rule for which of a register's concurrent values is shown.
///
/// It stands in for the built-in policy of all registers whose path matches its pattern. It decides
/// about views only: registers, digests and everything that travels are the same with it and
/// without it, so stores that do not have it converge all the same. For the same reason it chooses
/// one of the values and never makes a new one: what is shown is what somebody wrote.
///
/// ```swift
/// let highest = ViewResolver("ext/score") { values in
///     let best = values.max { ($0.value.integer ?? 0) < ($1.value.integer ?? 0) }
///     return ViewResolver.Choice(best?.value ?? .null, isConflict: false)
/// }
/// ```
///
/// - Source: protocol model §3, VN-0029
public struct ViewResolver: Sendable {
    /// What is shown.
    public struct Choice: Hashable, Sendable {
        /// One of the values that were given; `null` shows nothing.
        public let value: JSONValue
        /// Whether people should look at the values.
        public let isConflict: Bool

        /// - Parameters:
        ///   - value: one of the values that were given.
        ///   - isConflict: whether people should look at the values.
        public init(_ value: JSONValue, isConflict: Bool) {
            (self.value, self.isConflict) = (value, isConflict)
        }
    }

    /// The paths that it is for: one path, or `family/*` for all members of a family.
    public let pattern: String
    private let choose: @Sendable ([LiveValue]) -> Choice

    /// - Parameters:
    ///   - pattern: a path such as `ext/score`, or `ext/*`. A path goes before a family.
    ///   - choose: chooses one of at least two values. It must be a pure function of them: the same
    ///     whatever their order and however often it is asked. It runs inside transactions and must
    ///     not block. A value that it makes up is not shown; the built-in policy chooses then.
    public init(_ pattern: String, choose: @escaping @Sendable ([LiveValue]) -> Choice) {
        (self.pattern, self.choose) = (pattern, choose)
    }

    /// What it chooses; `nil` if it chooses none of the values.
    func view(of live: [LiveValue]) -> (shown: LiveValue, isConflict: Bool)? {
        let choice = choose(live)
        let encoded = CanonicalJSON(choice.value)
        // The same value may stand twice; then the newest of them is it.
        var shown: LiveValue?
        for value in live where value.encoded == encoded {
            if shown.map({ value.isNewer(than: $0) }) ?? true { shown = value }
        }
        return shown.map { ($0, choice.isConflict) }
    }

    /// Runs it twice on some values, and on the same in other orders.
    ///
    /// - Parameter values: concurrent values of one register, at least two.
    /// - Returns: what is wrong with it; `nil` if nothing shows.
    /// - Complexity: O(*n*) calls in the number of values, at most 24 for up to four.
    public func problem(with values: [LiveValue]) -> String? {
        guard values.count > 1 else { return nil }
        let choice = choose(values)
        if choose(values) != choice { return "the same values, another choice" }
        if view(of: values) == nil { return "it chooses a value that nobody wrote" }
        for order in ViewResolver.orders(values) where choose(order) != choice {
            return "the choice depends on the order of the values"
        }
        return nil
    }

    /// All orders of up to four values; of more, each value in front once, and the reverse.
    private static func orders(_ values: [LiveValue]) -> [[LiveValue]] {
        guard values.count > 1 else { return [values] }
        if values.count > 4 {
            return [values.reversed()]
                + values.indices.map { Array(values[$0...] + values[..<$0]) }
        }
        return values.indices.flatMap { place in
            var rest = values
            let first = rest.remove(at: place)
            return orders(rest).map { [first] + $0 }
        }
    }

    /// The families whose policies stand: on them hang what is gone, and what may be shown at all.
    ///
    /// `deleted` and `erased` are read together with the whole document, and a purge by the hub
    /// follows from them everywhere. `status` and `moderation` let the safest class win, so that
    /// what an editor or a moderator took back is not shown again by an app's rule.
    public static let reservedFamilies: Set<String> = ["deleted", "erased", "status", "moderation"]
}

/// The resolvers of an application, under a name.
public struct ViewResolvers: Sendable {
    /// What is wrong with a set of resolvers.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, and with which pattern.
        public let description: String
    }

    private final class Storage: Sendable {
        let name: String
        let paths: [String: ViewResolver]
        let families: [String: ViewResolver]

        init(_ name: String, _ paths: [String: ViewResolver], _ families: [String: ViewResolver]) {
            (self.name, self.paths, self.families) = (name, paths, families)
        }
    }

    private let storage: Storage?

    /// No resolvers: the built-in policies alone.
    public static let none = ViewResolvers()

    private init() { storage = nil }

    /// - Parameters:
    ///   - name: names the set and its version, such as `scores-2`. Stores remember it: another
    ///     name means that what is shown is chosen anew. So it has to change whenever a resolver
    ///     does.
    ///   - resolvers: no pattern twice.
    /// - Throws: ``Problem`` if the name is empty, if there is no resolver, if a pattern is none,
    ///   stands twice, or names a register of ``ViewResolver/reservedFamilies``.
    public init(name: String, _ resolvers: [ViewResolver]) throws(Problem) {
        guard !name.isEmpty, !resolvers.isEmpty else {
            throw Problem(description: "a set of resolvers has a name and at least one resolver")
        }
        var paths: [String: ViewResolver] = [:]
        var families: [String: ViewResolver] = [:]
        for resolver in resolvers {
            let pattern = resolver.pattern
            let family = String(RegisterPath.family(pattern))
            guard RegisterPath.isValid(pattern) else {
                throw Problem(description: "\"\(pattern)\" is no path and no family/*")
            }
            guard !ViewResolver.reservedFamilies.contains(family) else {
                throw Problem(description: "the policy of \"\(family)\" cannot be replaced")
            }
            let isFamily = RegisterPath.member(pattern) == "*"
            let old =
                isFamily
                ? families.updateValue(resolver, forKey: family)
                : paths.updateValue(resolver, forKey: pattern)
            guard old == nil else {
                throw Problem(description: "\"\(pattern)\" stands twice")
            }
        }
        storage = Storage(name, paths, families)
    }

    /// The name of the set; empty if there are none.
    public var name: String { storage?.name ?? "" }

    /// Whether there are none.
    public var isEmpty: Bool { storage == nil }

    /// The resolver of a path; `nil` if the built-in policy is left alone.
    public subscript(_ path: String) -> ViewResolver? {
        guard let storage else { return nil }
        return storage.paths[path]
            ?? storage.families[String(RegisterPath.family(path))]
            .flatMap { RegisterPath.member(path) == nil ? nil : $0 }
    }
}
