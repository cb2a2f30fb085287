public import VNModel

/// A block of a body that was added, removed, moved or edited between two moments.
public struct BlockDifference: Hashable, Sendable {
    /// The block's id.
    public let id: String
    /// The block before; `nil`: it was not there.
    public let before: JSONValue?
    /// The block after; `nil`: it is not there.
    public let after: JSONValue?
    /// Its place before, counted from 1.
    public let placeBefore: Int?
    /// Its place after, counted from 1.
    public let placeAfter: Int?
    /// Whether it stands elsewhere among the blocks that are in both bodies.
    public let isMoved: Bool

    /// Whether it is in both bodies and differs in more than its place.
    public var isEdited: Bool {
        guard let before, let after else { return false }
        return before.withoutOrder != after.withoutOrder
    }

    /// The texts compared word by word, if the block was edited and has text.
    public var words: [WordEdit]? { FieldDifference.words(before, after) }

    /// Members other than text and place that differ, with both values.
    public var members: [FieldDifference] {
        guard let before = before?.object, let after = after?.object else { return [] }
        let keys = Set(before.members.map(\.key)).union(after.members.map(\.key))
        return keys.subtracting(["order", "text", "items"]).sorted()
            .filter { before[$0] != after[$0] }
            .map { FieldDifference(path: $0, before: before[$0], after: after[$0]) }
    }
}

extension JSONValue {
    /// An object without its member `order`.
    fileprivate var withoutOrder: JSONValue {
        guard var members = object else { return self }
        members["order"] = nil
        return .object(members)
    }
}
