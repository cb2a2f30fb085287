public import VNModel

/// What a document showed at a moment: the value of each register that had one.
public struct DocumentState: Hashable, Sendable {
    /// The document.
    public let document: DocumentID
    /// What it is.
    public let kind: DocumentKind
    /// The shown values by path; a register that shows nothing is absent.
    public let values: JSONObject
    /// Paths with several values that differ, of which one is shown.
    public let conflicts: [String]
    /// Whether readers saw it as deleted.
    public let isDeleted: Bool

    /// The state with these values.
    ///
    /// - Parameters:
    ///   - document: the document.
    ///   - kind: what it is.
    ///   - values: the shown values by path.
    ///   - conflicts: paths with several values.
    ///   - isDeleted: whether it counted as deleted.
    public init(
        document: DocumentID, kind: DocumentKind, values: JSONObject, conflicts: [String] = [],
        isDeleted: Bool = false
    ) {
        self.document = document
        self.kind = kind
        self.values = values
        self.conflicts = conflicts
        self.isDeleted = isDeleted
    }

    /// What a document shows.
    public init(_ document: Document) {
        var members: [(String, JSONValue)] = []
        for field in document.fields {
            if let value = document.value(field.path) { members.append((field.path, value)) }
        }
        self.init(
            document: document.id, kind: document.kind, values: JSONObject(members),
            conflicts: document.conflicts.map(\.path), isDeleted: document.isDeleted)
    }
}
