public import VNModel

/// A local change that was refused or stranded, with its payload and the reason.
///
/// It stays until someone retries or discards it.
public struct HeldChange: Hashable, Sendable {
    /// One register that it wrote.
    public struct Operation: Hashable, Sendable {
        /// The register.
        public let path: String
        /// The value; `null` removes.
        public let value: JSONValue
    }

    /// What names it in this store.
    public let number: Int
    /// The document.
    public let document: DocumentID
    /// What the document is.
    public let kind: DocumentKind
    /// Names the change itself.
    public let cid: DocumentID
    /// The dot under which it was made.
    public let dot: Dot
    /// The registers that it wrote.
    public let operations: [Operation]
    /// Why it is held: the code of the refusal.
    public let code: String
    /// Why it is held, for people.
    public let message: String
    /// Since when, in milliseconds since 1970.
    public let heldSince: UInt64
}
