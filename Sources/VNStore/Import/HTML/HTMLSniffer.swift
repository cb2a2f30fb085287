internal import VNModel

/// Tells web pages from other files.
enum HTMLSniffer {
    private static let endings = [".html", ".htm", ".xhtml"]
    private static let beginnings = ["<!doctype html", "<html", "<head", "<body"]

    /// Whether a file is a web page, by its name or by what it begins with.
    static func isHTML(_ start: [UInt8], _ name: String) -> Bool {
        let name = name.lowercased()
        if endings.contains(where: name.hasSuffix) { return true }
        // UTF-16 is recognised by the letters in it.
        let letters = start.filter { $0 != 0 && $0 < 0x80 }
        var text = Substring(String(decoding: letters, as: UTF8.self).lowercased())
        text = text.drop { $0.isWhitespace }
        if text.hasPrefix("<?xml") { return text.contains("<html") }
        while text.hasPrefix("<!--"), let end = text.firstRange(of: "-->") {
            text = text[end.upperBound...].drop { $0.isWhitespace }
        }
        return beginnings.contains { text.hasPrefix($0) }
    }
}

extension HTMLSurroundings {
    /// What a file says by its place and its time.
    init(of source: ByteSource) {
        let day = source.modified.map {
            String(Timestamp(milliseconds: $0, offsetMinutes: 420).rfc3339.prefix(10))
        }
        self.init(day: day, folder: source.folder)
    }
}
