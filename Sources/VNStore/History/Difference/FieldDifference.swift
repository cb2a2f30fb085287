public import VNModel

/// A register, other than a block of a body, that shows something else at two moments.
public struct FieldDifference: Hashable, Sendable {
    /// The register.
    public let path: String
    /// What it showed before; `nil`: nothing.
    public let before: JSONValue?
    /// What it shows after; `nil`: nothing.
    public let after: JSONValue?

    /// - Parameters:
    ///   - path: the register, or a member of one.
    ///   - before: what it showed before.
    ///   - after: what it shows after.
    public init(path: String, before: JSONValue?, after: JSONValue?) {
        self.path = path
        self.before = before
        self.after = after
    }

    /// The texts compared word by word, if both values are texts or have one, and one of them is
    /// more than a name: it has white space.
    public var words: [WordEdit]? { FieldDifference.words(before, after) }

    static func words(_ before: JSONValue?, _ after: JSONValue?) -> [WordEdit]? {
        guard let before = before?.mainText, let after = after?.mainText, before != after,
            before.contains(where: \.isWhitespace) || after.contains(where: \.isWhitespace)
        else { return nil }
        return WordDifference.edits(from: before, to: after)
    }
}

extension JSONValue {
    /// The text that people read of a value: its own, or its member `text`, or a list's items.
    public var mainText: String? {
        string ?? self["text"]?.string
            ?? self["items"]?.array.map { $0.compactMap(\.string).joined(separator: "\n") }
    }
}
