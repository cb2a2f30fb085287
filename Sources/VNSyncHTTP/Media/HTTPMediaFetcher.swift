internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization
public import VNStore

/// Fetches media files from their addresses on the web.
///
/// Only http and https, at most five redirects, no cookies, no passwords, no proxy. The addresses
/// come from articles and are not trusted: a host is looked up before it is asked, and every
/// connection is looked at again once it stands, so that a name that changes its mind in between
/// does not lead into a private network. Call ``shutdown()`` when it is no longer needed.
public final class HTTPMediaFetcher: MediaFetcher {
    private let configuration: HTTPMediaConfiguration
    /// Makes connections to the public internet only.
    private let guarded: HTTPClient
    /// Makes connections to anywhere, for hosts that may have private addresses.
    private let free: HTTPClient
    private let lookup: @Sendable (String) async throws -> [[UInt8]]
    private let isShutDown = Mutex(false)

    /// - Parameter configuration: time-outs and which hosts are asked.
    public convenience init(configuration: HTTPMediaConfiguration = HTTPMediaConfiguration()) {
        self.init(configuration: configuration) { try await HostLookup.addresses(of: $0) }
    }

    /// - Parameters:
    ///   - configuration: time-outs and which hosts are asked.
    ///   - lookup: the addresses of a host, 4 or 16 bytes each. Connections are made to what the
    ///     system says, whatever this answers.
    package init(
        configuration: HTTPMediaConfiguration,
        lookup: @escaping @Sendable (String) async throws -> [[UInt8]]
    ) {
        self.configuration = configuration
        self.lookup = lookup
        guarded = HTTPMediaFetcher.client(configuration, isGuarded: true)
        free = HTTPMediaFetcher.client(configuration, isGuarded: false)
    }

    deinit {
        // The clients insist on being shut down; nobody waits for it here.
        guard !isShutDown.withLock({ $0 }) else { return }
        guarded.shutdown { _ in }
        free.shutdown { _ in }
    }

    /// Closes all connections. Nothing can be fetched afterwards.
    public func shutdown() async {
        let isFirst = isShutDown.withLock { isShutDown in
            defer { isShutDown = true }
            return !isShutDown
        }
        guard isFirst else { return }
        // A client that fails to close its connections has nothing left that could be done.
        try? await guarded.shutdown()
        try? await free.shutdown()
    }

    /// Whether the picture has an address.
    public func reaches(_ reference: MediaReference) -> Bool { reference.url != nil }

    /// Begins to fetch a file.
    ///
    /// - Throws: `MediaError` with the codes `media.address`, `media.refused-address`,
    ///   `media.status`, `media.too-many-redirects`, `media.too-large`, `media.timeout`,
    ///   `media.unavailable`; `CancellationError`.
    public func fetch(
        _ reference: MediaReference, limit: Int
    ) async throws -> any MediaStream {
        let deadline = ContinuousClock.now + configuration.totalTimeout
        var target = try MediaTarget(reference.url ?? "")
        for _ in 0...configuration.redirectLimit {
            let response = try await ask(target, until: deadline)
            if let place = redirect(response) {
                target = try MediaTarget(place, from: target)
                continue
            }
            guard response.status == .ok else { throw MediaError.status(response.status) }
            if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }),
                length > limit
            {
                throw MediaError.tooLarge(limit)
            }
            return HTTPMediaStream(response.body, limit: limit, deadline: deadline)
        }
        throw MediaError(
            code: "media.too-many-redirects",
            message: "the file was said to be elsewhere too often")
    }

    private func ask(
        _ target: MediaTarget, until deadline: ContinuousClock.Instant
    ) async throws -> HTTPClientResponse {
        let isFree = configuration.allowsPrivateAddresses || target.isOne(of: hosts)
        if !isFree {
            let addresses = try await lookup(target.host)
            guard !addresses.isEmpty, addresses.allSatisfy({ NetworkAddress($0).isPublic }) else {
                throw MediaError.refusedAddress
            }
        }
        var request = HTTPClientRequest(url: target.url.absoluteString)
        request.headers.add(name: "accept", value: "image/webp, image/png, image/jpeg, image/gif")
        request.headers.add(name: "user-agent", value: configuration.userAgent)
        let rest = deadline - ContinuousClock.now
        do {
            return try await (isFree ? free : guarded).execute(
                request, deadline: .now() + TimeAmount(max(rest, .zero)))
        } catch {
            throw MediaError.translating(error)
        }
    }

    private var hosts: Set<String> { Set(configuration.privateHosts.map { $0.lowercased() }) }

    private func redirect(_ response: HTTPClientResponse) -> String? {
        switch response.status {
        case .movedPermanently, .found, .seeOther, .temporaryRedirect, .permanentRedirect:
            response.headers.first(name: "location")
        default: nil
        }
    }

    private static func client(
        _ configuration: HTTPMediaConfiguration, isGuarded: Bool
    ) -> HTTPClient {
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        // Redirects are looked at one by one.
        settings.redirectConfiguration = .disallow
        settings.timeout = HTTPClient.Configuration.Timeout(
            connect: TimeAmount(configuration.connectTimeout),
            read: TimeAmount(configuration.readTimeout),
            write: TimeAmount(configuration.readTimeout))
        settings.connectionPool.retryConnectionEstablishment = false
        if isGuarded {
            settings.http1_1ConnectionDebugInitializer = { channel in
                let address = channel.remoteAddress.flatMap { NetworkAddress($0) }
                guard address?.isPublic ?? false else {
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(MediaError.refusedAddress)
                }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }
}
