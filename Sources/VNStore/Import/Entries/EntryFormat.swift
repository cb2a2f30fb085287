internal import VNModel

/// What a source holds, told by how it begins.
enum EntryFormat: Sendable {
    case jsonFeed, ninjs, wordPress
    /// RSS or Atom, which their root tells apart.
    case xml

    /// The format that was asked for; `nil` for those that are no feeds.
    init?(_ format: ImportFormat) {
        switch format {
        case .jsonfeed: self = .jsonFeed
        case .ninjs: self = .ninjs
        case .wordpress: self = .wordPress
        case .rss, .atom: self = .xml
        default: return nil
        }
    }

    /// The format of a source that begins so; `nil` if it is none of these.
    ///
    /// - Complexity: O(*n*)
    init?(beginning bytes: some Collection<UInt8>) {
        var sketch = JSONSketch()
        let start = DocumentLine.withoutMark(Array(bytes))
        let space: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        switch start.first(where: { !space.contains($0) }) {
        case UInt8(ascii: "<"): self.init(markup: start)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            sketch.read(start)
            self.init(sketch)
        default: return nil
        }
    }

    private init?(markup bytes: [UInt8]) {
        // Declarations and comments may stand before the root.
        var rest = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            if rest.hasPrefix("!--") {
                guard let end = rest.firstRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.first != "?", rest.first != "!" {
                let root = rest.prefix { $0.isLetter || $0 == ":" || $0 == "_" || $0 == "-" }
                let local = root.split(separator: ":").last ?? ""
                guard ["rss", "RDF", "feed"].contains(local) else { return nil }
                self = .xml
                return
            }
        }
        return nil
    }

    private init?(_ sketch: JSONSketch) {
        let members = sketch.members
        func has(_ keys: String...) -> Bool { keys.contains { members[$0] != nil } }
        if let version = members["version"], version.contains("jsonfeed.org/version/") {
            self = .jsonFeed
        } else if ["article", "comment"].contains(members["type"]), has("body", "articleId") {
            return nil
        } else if has("uri"), has("standard", "headlines", "bodies", "pubStatus", "versionCreated")
        {
            self = .ninjs
        } else if !sketch.isArray, !has("type"), has("posts", "comments", "media") {
            self = .wordPress
        } else if has("id"), has("date_gmt", "guid", "_links", "author_name"),
            has("content", "title", "source_url", "media_type", "link")
        {
            self = .wordPress
        } else {
            return nil
        }
    }
}

/// The keys of the first object of a JSON text, and its short texts, as far as the text goes.
struct JSONSketch {
    /// The texts of the members that have one, empty for other values.
    private(set) var members: [String: String] = [:]
    private(set) var isArray = false

    /// Bytes of a text that are looked at.
    private static let textLimit = 100
    /// Members that are looked at; no format has so many.
    private static let memberLimit = 200

    /// Reads what there is; the text may end anywhere.
    mutating func read(_ bytes: [UInt8]) {
        var index = 0
        var depth = 0
        var key: String?
        while index < bytes.count, members.count < JSONSketch.memberLimit {
            switch bytes[index] {
            case UInt8(ascii: "["):
                if depth == 0, !isArray { isArray = true } else { depth += 1 }
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth <= 0 { return }
            case UInt8(ascii: ","): if depth == 1 { key = nil }
            case UInt8(ascii: "\""):
                let end = JSONSketch.end(of: bytes, from: index)
                if depth == 1 {
                    let text = JSONSketch.text(bytes[(index + 1)..<end])
                    if let key { members[key] = text } else { key = text }
                    if let key, members[key] == nil { members[key] = "" }
                }
                index = end
            default: break
            }
            index += 1
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(textLimit), as: UTF8.self).replacing("\\/", with: "/")
    }

    /// The place of the closing quote.
    private static func end(of bytes: [UInt8], from quote: Int) -> Int {
        var index = quote + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count)
    }
}
