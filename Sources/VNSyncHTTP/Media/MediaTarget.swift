internal import Foundation
internal import VNStore

/// An address from which a file may be fetched.
struct MediaTarget {
    let url: URL
    /// The host's name in lower case, or its number without brackets.
    let host: String

    /// - Parameters:
    ///   - text: the address.
    ///   - base: what a redirect was answered by; `text` may be relative to it.
    /// - Throws: ``MediaError`` `media.address` for anything but http and https.
    init(_ text: String, from base: MediaTarget? = nil) throws(MediaError) {
        guard let url = URL(string: text, relativeTo: base?.url)?.absoluteURL,
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = url.host?.lowercased(), !host.isEmpty, url.user == nil,
            url.password == nil
        else {
            throw MediaError(
                code: "media.address",
                message: base == nil
                    ? "the address of the file is no http or https address without a password"
                    : "the file is said to be at what is no http or https address")
        }
        self.url = url
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }

    /// Whether the host is among some, each `name` or `name:port`.
    func isOne(of hosts: Set<String>) -> Bool {
        let port = url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80)
        return hosts.contains(host) || hosts.contains("\(host):\(port)")
    }
}
