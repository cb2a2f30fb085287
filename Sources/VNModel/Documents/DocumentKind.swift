/// What a document is.
public enum DocumentKind: String, Hashable, Sendable, CaseIterable {
    case article
    case comment
}
