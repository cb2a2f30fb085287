internal import VNSync
internal import VNSyncHTTP

/// Addresses of hubs.
enum RemoteAddress {
    /// Makes sure that a text can be the address of a hub.
    ///
    /// - Throws: `TransportError` `remote.address`.
    static func check(_ url: String) throws { _ = try HTTPTransport(url: url) }
}
