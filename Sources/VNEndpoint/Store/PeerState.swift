/// How far a hub has come in replicating with another one.
package struct PeerState: Hashable, Sendable {
    /// Where the other hub is.
    package let url: String
    /// This hub's own generation; under another one everything is exchanged anew.
    package var ownGeneration: String
    /// The other hub's generation; `nil` before first contact.
    package var generation: String?
    /// Where the next pull goes on; `nil`: from the beginning.
    package var cursor: String?
    /// Registers that changed here after this seq are still to be offered.
    package var since: UInt64
    /// Documents after this seq are still to be offered.
    package var position: UInt64

    /// - Parameters:
    ///   - url: where the other hub is.
    ///   - ownGeneration: this hub's own generation.
    ///   - generation: the other hub's generation.
    ///   - cursor: where the next pull goes on.
    ///   - since: registers that changed here after this seq are still to be offered.
    ///   - position: documents after this seq are still to be offered.
    package init(
        url: String, ownGeneration: String, generation: String? = nil, cursor: String? = nil,
        since: UInt64 = 0, position: UInt64 = 0
    ) {
        self.url = url
        self.ownGeneration = ownGeneration
        self.generation = generation
        self.cursor = cursor
        self.since = since
        self.position = position
    }
}
