internal import VNText

/// Ids of imported articles: two replicas that import the same page offline make the same id.
public enum ImportIdentity {
    /// The id of an imported article.
    ///
    /// The address decides if it is one; otherwise publisher, day and headline together, whatever
    /// their case and white space.
    ///
    /// - Parameters:
    ///   - url: the address of the page.
    ///   - publisher: who published it.
    ///   - day: the day of publication, `2024-01-21`.
    ///   - headline: the headline.
    public static func articleID(
        url: String?, publisher: String, day: String, headline: String
    ) -> DocumentID {
        if let address = url.flatMap(canonicalURL) {
            return DocumentID(importName: "url \(address)")
        }
        let parts = [publisher, day, headline].map(folded)
        return DocumentID(importName: "article \(parts.joined(separator: "\n"))")
    }

    /// The address by which a page is known: scheme and host in lower case, without fragment,
    /// default port, parameters that only tell where a reader came from, and slashes at the end.
    ///
    /// - Returns: `nil` if the text is no http or https link.
    public static func canonicalURL(_ text: String) -> String? {
        let link = LinkRules.normalized(TextNormalization.nfc(text))
        guard LinkRules.isLink(link), let colon = link.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let scheme = link[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        var rest = link[link.utf8.index(colon, offsetBy: 3)...]
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        var query: Substring = ""
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = rest[..<slash].lowercased()
        let port = scheme == "http" ? ":80" : ":443"
        if host.hasSuffix(port) { host.removeLast(port.count) }
        var path = rest[slash...]
        while path.hasSuffix("/") { path.removeLast() }
        let kept = query.split(separator: "&").filter { !isTracking($0) }
        let address = "\(scheme)://\(host)\(path)"
        return kept.isEmpty ? address : "\(address)?\(kept.joined(separator: "&"))"
    }

    private static func isTracking(_ parameter: Substring) -> Bool {
        let name = parameter.prefix { $0 != "=" }.lowercased()
        return name.hasPrefix("utm_") || name == "fbclid"
    }

    private static func folded(_ text: String) -> String {
        let words = TextNormalization.nfc(text).lowercased().split(whereSeparator: \.isWhitespace)
        return TextNormalization.nfc(words.joined(separator: " "))
    }
}
