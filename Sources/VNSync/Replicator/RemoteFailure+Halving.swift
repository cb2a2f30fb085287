extension RemoteFailure {
    /// Sends items in one request, or in halves as often as the hub, or a proxy before it, finds
    /// the request too large. What was sent before a failure is sent.
    ///
    /// - Parameters:
    ///   - items: in order; requests keep it.
    ///   - isolation: where `send` runs.
    ///   - send: makes one request.
    /// - Throws: what `send` throws, of one item alone also that it is too large.
    package static func halving<Item>(
        _ items: [Item], isolation: isolated (any Actor)? = #isolation,
        _ send: ([Item]) async throws -> Void
    ) async throws {
        do {
            try await send(items)
        } catch let failure as RemoteFailure where failure.kind == .tooLarge && items.count > 1 {
            let middle = items.count / 2
            try await halving(Array(items[..<middle]), send)
            try await halving(Array(items[middle...]), send)
        }
    }
}
