public import VNModel

/// A document that a search found.
public struct SearchHit: Hashable, Sendable {
    /// The document.
    public let id: DocumentID
    /// What it is.
    public let kind: DocumentKind
    /// The article it is or stands under; `nil` if the comment does not say.
    public let articleID: DocumentID?
    /// The headline of that article; empty if it has not arrived.
    public let headline: String
    /// How good the hit is; higher is better. Comparable within one answer only.
    public let score: Double
    /// Where the words stand.
    public let highlights: [Highlight]
}
