internal import Foundation
internal import HummingbirdCore

/// Where a server listens: `HOST:PORT`, `[IPv6]:PORT` or `unix:PATH`.
package enum ListenAddress: Hashable, Sendable {
    /// A port of a host; port 0 takes a free one.
    case internet(host: String, port: Int)
    /// A Unix socket.
    case unix(path: String)

    /// The address of a text; `nil` if it is none.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard !path.isEmpty else { return nil }
            // Clients stand elsewhere, so what they are told is absolute.
            self = .unix(path: URL(fileURLWithPath: path).path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self = .internet(host: String(host), port: Int(port))
    }

    /// Whether only this machine reaches the address.
    package var isLocal: Bool {
        switch self {
        case .unix: true
        case .internet(let host, _):
            host == "localhost" || host == "::1" || ListenAddress.isLoopback(host)
        }
    }

    /// Whether a text is an IPv4 address in 127.0.0.0/8.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    var bindAddress: BindAddress {
        switch self {
        case .internet(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }

    /// The URL under which clients reach the address.
    ///
    /// - Parameter port: the port that was bound.
    package func url(port: Int?) -> String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .internet(let host, let wanted):
            "http://\(host.contains(":") ? "[\(host)]" : host):\(port ?? wanted)"
        }
    }
}
