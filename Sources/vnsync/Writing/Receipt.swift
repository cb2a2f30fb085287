internal import VNModel
internal import VNStore

/// What a writer did to one document, or would have done.
struct Receipt: Sendable {
    let id: DocumentID
    /// The journal counter; 0 if nothing differed, `nil` where nothing was tried.
    let counter: UInt64?

    init(_ receipt: WriteReceipt) {
        id = receipt.id
        counter = receipt.counter
    }

    /// Stands for what was not written in a dry run.
    init(rehearsed id: DocumentID) {
        self.id = id
        counter = nil
    }
}
