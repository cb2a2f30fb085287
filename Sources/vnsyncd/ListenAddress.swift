internal import ArgumentParser
internal import Hummingbird
internal import HummingbirdCore

/// Where the daemon listens: `host:port` or `unix:path`.
enum ListenAddress: ExpressibleByArgument {
    case host(String, port: Int)
    case unix(path: String)

    init?(argument: String) {
        if argument.hasPrefix("unix:") {
            let path = String(argument.dropFirst("unix:".count))
            guard !path.isEmpty else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self = .host(host, port: port)
    }

    /// Whether only this machine can reach it.
    var isLocal: Bool {
        switch self {
        case .unix: true
        case .host(let host, _):
            host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isNumeric(host))
        }
    }

    private func isNumeric(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    var bindAddress: BindAddress {
        switch self {
        case .host(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }

    /// The URL that clients use, once the port is known.
    func url(port actual: Int?) -> String {
        switch self {
        case .host(let host, let port):
            "http://\(host.contains(":") ? "[\(host)]" : host):\(actual ?? port)"
        case .unix(let path): "http+unix://\(path.replacing("/", with: "%2F"))"
        }
    }
}
