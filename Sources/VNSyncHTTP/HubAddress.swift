internal import Foundation
internal import VNSync

/// The base URL of a hub, taken apart.
struct HubAddress {
    /// Everything before the protocol's own paths, without a slash at its end.
    let base: String
    /// What the header `Host` must say if the URL does not.
    let hostHeader: String?
    /// Whether the hub is on this machine.
    let isLoopback: Bool

    init(_ text: String) throws(TransportError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard path.hasPrefix("/"), !path.hasPrefix("//") else {
                throw HubAddress.failure("after unix: comes the absolute path of a socket")
            }
            base = "http+unix://" + HubAddress.percentEncoded(path)
            hostHeader = "localhost"
            isLoopback = true
            return
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else { throw HubAddress.failure("\(text) is no absolute URL") }
        guard ["http", "https", "http+unix"].contains(scheme) else {
            throw HubAddress.failure("\(scheme) is none of http, https, http+unix, unix")
        }
        guard parts.user == nil, parts.password == nil else {
            throw HubAddress.failure("a URL must not hold a password; use a token file")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw HubAddress.failure("a base URL has neither query nor fragment")
        }
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        hostHeader = scheme == "http+unix" ? "localhost" : nil
        let name = host.lowercased()
        isLoopback =
            scheme == "http+unix" || name == "localhost" || name == "::1" || name == "[::1]"
            || name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// The URL of a path of the protocol.
    func url(_ path: String, _ query: [(name: String, value: String)]) -> String {
        var result = base + path
        for (index, item) in query.enumerated() {
            result += index == 0 ? "?" : "&"
            result += "\(HubAddress.percentEncoded(item.name))="
            result += HubAddress.percentEncoded(item.value)
        }
        return result
    }

    /// Everything but letters, digits and `-._~` becomes `%` and two digits.
    ///
    /// - Source: RFC 3986 §2.3.
    static func percentEncoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func failure(_ message: String) -> TransportError {
        TransportError(code: "remote.address", message: message, isRetryable: false)
    }
}
