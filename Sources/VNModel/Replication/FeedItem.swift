/// One item of a hub's feed, as a pull delivers it.
public enum FeedItem: Hashable, Sendable {
    /// Registers of a document: all of them, or those that changed.
    case document(Document, seq: UInt64)
    /// The document left the puller's scope.
    case evict(DocumentID)
    /// The document is gone everywhere, for ever.
    case purge(DocumentID)
    /// The hub does not have the document. Only in answer to a re-read.
    case absent(DocumentID)

    /// The document that the item is about.
    public var id: DocumentID {
        switch self {
        case .document(let document, _): document.id
        case .evict(let id), .purge(let id), .absent(let id): id
        }
    }
}
