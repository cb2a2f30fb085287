/// Ids from one to before another, in the order of their bytes.
public struct IDRange: Hashable, Sendable {
    /// The first id; `nil`: from the beginning.
    public let from: DocumentID?
    /// The id behind the last; `nil`: to the end.
    public let to: DocumentID?

    /// All ids.
    public static let all = IDRange(from: nil, to: nil)

    /// - Parameters:
    ///   - from: the first id.
    ///   - to: the id behind the last.
    public init(from: DocumentID?, to: DocumentID?) {
        self.from = from
        self.to = to
    }

    /// Whether an id lies in it.
    public func contains(_ id: DocumentID) -> Bool {
        from.map { $0 <= id } ?? true && to.map { id < $0 } ?? true
    }

    /// Whether no id can lie in it.
    public var isEmpty: Bool {
        guard let from, let to else { return false }
        return from >= to
    }

    /// The parts that begin at the range's beginning and at each of the `bounds`, which ascend and
    /// lie inside.
    public func parts(at bounds: [DocumentID]) -> [IDRange] {
        var result: [IDRange] = []
        var start = from
        for bound in bounds {
            precondition(contains(bound) && start.map { $0 < bound } ?? true, "bounds ascend")
            result.append(IDRange(from: start, to: bound))
            start = bound
        }
        return result + [IDRange(from: start, to: to)]
    }
}
