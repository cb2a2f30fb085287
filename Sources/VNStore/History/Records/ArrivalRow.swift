internal import VNModel

/// A row of `arrival`: what something that is not in the journal did to a document.
struct ArrivalRow {
    /// A value that was live, as the row has it.
    struct Value {
        let dot: Dot
        let stamp: HybridTimestamp
        /// `nil`: it is live still.
        let value: JSONValue?
    }

    /// One register.
    struct Register {
        let path: String
        /// What the register that came had observed; empty for a local change.
        let seen: VersionVector
        /// The dots that were live afterwards; empty for a local change.
        let live: [Value]
        /// What the register had observed before; empty for a local change.
        let past: VersionVector
        /// What was live before.
        let former: [Value]

        /// The values that came.
        var new: [Value] {
            live.filter { value in !former.contains { $0.dot == value.dot } }
        }
    }

    let seq: UInt64
    let document: DocumentID
    /// The remote; `nil` for a local change.
    let remote: String?
    let isLocal: Bool
    /// Where in the journal it happened: behind this change.
    let place: JournalPlace
    let registers: [Register]
    let milliseconds: UInt64
    /// Bytes of the row's JSON.
    let bytes: Int
}

/// A place in the journal of all incarnations of a store.
struct JournalPlace: Comparable {
    /// The local number of the incarnation; later ones have higher numbers.
    let own: Int
    /// The journal's head there.
    let counter: UInt64

    static func < (left: Self, right: Self) -> Bool {
        (left.own, left.counter) < (right.own, right.counter)
    }
}
