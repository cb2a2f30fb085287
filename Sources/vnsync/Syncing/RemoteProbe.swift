internal import VNSync
internal import VNSyncHTTP

/// Asks a hub whether it is ready, without a token and without moving anything.
enum RemoteProbe {
    /// - Throws: `TransportError`; ``Failure`` `remote.unavailable` if the hub is not ready.
    static func run(_ url: String) async throws {
        let transport = try HTTPTransport(url: url)
        let answer: TransportResponse
        do {
            answer = try await transport.send(TransportRequest(.get, "/readyz"))
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        guard answer.status == 200 else {
            throw Failure(
                code: "remote.unavailable", message: "\(url) answers \(answer.status)",
                retryAfter: answer.retryAfter?.components.seconds)
        }
    }
}
