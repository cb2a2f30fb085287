internal import VNSync
internal import VNSyncHTTP

/// Another hub with which this one replicates.
struct Upstream: Sendable {
    let url: String
    let transport: HTTPTransport

    /// The hubs of addresses, each once.
    ///
    /// - Throws: ``DaemonError`` if one is no address.
    static func all(_ urls: [String]) throws -> [Upstream] {
        var result: [Upstream] = []
        for url in urls where !result.contains(where: { $0.url == url }) {
            do throws(TransportError) {
                result.append(Upstream(url: url, transport: try HTTPTransport(url: url)))
            } catch {
                throw DaemonError.badUpstream(error.message)
            }
        }
        return result
    }
}
