internal import VNModel
internal import VNText

/// Where the addresses of a page lead.
struct HTMLAddress: Hashable {
    private let scheme: String
    private let authority: String
    private let path: String
    private let hasQuery: Bool

    /// The address that others are relative to; `nil` if it is no http or https link.
    init?(_ text: String) {
        guard let link = HTMLAddress.absolute(text), link.lowercased().hasPrefix("http"),
            let colon = link.firstIndex(of: ":")
        else { return nil }
        scheme = link[..<colon].lowercased()
        let rest = link[colon...].dropFirst(3)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        authority = String(host)
        let path = rest[host.endIndex...].prefix { $0 != "?" && $0 != "#" }
        self.path = path.isEmpty ? "/" : String(path)
        hasQuery = rest[path.endIndex...].hasPrefix("?")
    }

    /// The host without `www.` and port.
    var host: String {
        let host = authority.split(separator: "@").last ?? ""
        let name = host.prefix { $0 != ":" }.lowercased()
        return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
    }

    /// The http, https or mailto link that an address of a page stands for.
    ///
    /// - Parameters:
    ///   - reference: as it stands in the page.
    ///   - base: what it is relative to.
    /// - Returns: `nil` for everything else: scripts, data, places within the page.
    static func link(_ reference: String, base: HTMLAddress?) -> String? {
        let text = cleaned(reference)
        guard let first = text.first, first != "#" else { return nil }
        if hasScheme(text) { return absolute(text) }
        if text.hasPrefix("//") { return absolute("\(base?.scheme ?? "https"):\(text)") }
        guard let base else { return nil }
        return absolute(base.resolved(text))
    }

    /// A link without the white space and line breaks that pages have in them.
    private static func cleaned(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0 != "\t" && $0 != "\n" && $0 != "\r" }
        return String(String.UnicodeScalarView(kept)).withoutOuterSpace
    }

    private static func absolute(_ text: String) -> String? {
        let link = LinkRules.normalized(TextNormalization.nfc(cleaned(text)))
        return LinkRules.isLink(link) ? link : nil
    }

    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), let first = text.utf8.first,
            HTMLBytes.isLetter(first)
        else { return false }
        return text[..<colon].utf8.allSatisfy {
            HTMLBytes.isLetter($0) || HTMLBytes.isDigit($0) || $0 == UInt8(ascii: "+")
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    /// - Source: RFC 3986, section 5.2.
    private func resolved(_ reference: String) -> String {
        let origin = "\(scheme)://\(authority)"
        if reference.hasPrefix("?") { return origin + path + reference }
        let end = reference.firstIndex { $0 == "?" || $0 == "#" } ?? reference.endIndex
        var whole = String(reference[..<end])
        if !whole.hasPrefix("/") {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            whole = path[...slash] + whole
        }
        return origin + HTMLAddress.withoutDots(whole) + reference[end...]
    }

    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                if !kept.isEmpty { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}

extension HTMLAddress {
    /// Whether it is the address of a site as a whole, not of a page in it.
    var isSite: Bool { path == "/" && !hasQuery }
}
