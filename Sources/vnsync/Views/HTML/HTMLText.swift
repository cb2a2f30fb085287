internal import Foundation

/// Text and addresses from elsewhere, made safe for an HTML page.
enum HTMLText {
    /// Text between tags or inside a quoted attribute, where it is nothing but text.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.lines(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same with its line breaks.
    static func lines(_ text: String) -> String { escaped(text).replacing("\n", with: "<br>\n") }

    /// A link, or the bare text if the address could run something.
    static func link(_ text: String, _ url: String?) -> String {
        guard let url, isSafe(url, ["http", "https", "mailto"]) else { return escaped(text) }
        return "<a href=\"\(escaped(url))\" rel=\"noopener noreferrer\">\(escaped(text))</a>"
    }

    /// The address of a picture; `nil` if it is none of the web.
    static func picture(_ url: String?) -> String? {
        url.flatMap { isSafe($0, ["http", "https"]) ? escaped($0) : nil }
    }

    /// The address of a file of this machine.
    static func file(_ path: String) -> String {
        escaped(URL(fileURLWithPath: path).absoluteString)
    }

    private static func isSafe(_ url: String, _ schemes: [String]) -> Bool {
        guard let colon = url.firstIndex(of: ":") else { return false }
        return schemes.contains(url[..<colon].lowercased())
    }
}
