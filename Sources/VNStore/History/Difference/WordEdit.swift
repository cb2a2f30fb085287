/// A run of a text in a comparison of two texts.
public struct WordEdit: Hashable, Sendable {
    /// Where the run stands.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// In both texts.
        case same
        /// Only in the text before.
        case removed
        /// Only in the text after.
        case added
    }

    /// Where the run stands.
    public let kind: Kind
    /// The run.
    public let text: String

    /// - Parameters:
    ///   - kind: where the run stands.
    ///   - text: the run.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
