/// Names a register inside a document: `headline`, `body/p3`, `topics/kinh-te`.
public enum RegisterPath {
    /// The register of a document's deletion.
    public static let deleted = "deleted"
    /// The register of a document's legal take-down.
    public static let erased = "erased"

    /// The part before the first slash.
    public static func family(_ path: String) -> Substring {
        slash(in: path).map { path[..<$0] } ?? path[...]
    }

    /// The part behind the first slash; `nil` if there is no slash.
    public static func member(_ path: String) -> Substring? {
        slash(in: path).map { path[path.utf8.index(after: $0)...] }
    }

    private static func slash(in path: String) -> String.Index? {
        var text = path
        let place = text.withUTF8 { ByteScan.first(UInt8(ascii: "/"), in: $0) }
        guard place < path.utf8.count else { return nil }
        return path.utf8.index(path.startIndex, offsetBy: place)
    }

    /// The policy of a register. Registers of a newer version are merged as `latest`.
    public static func policy(_ path: String, of kind: DocumentKind) -> Policy {
        let family = family(path)
        switch (kind, family) {
        case (_, "deleted"): return .deletion
        case (_, "erased"): return .erase
        case (.article, "body"): return .keepEdit
        case (.article, "topics"), (.article, "authors"), (.article, "related"),
            (.article, "altIds"):
            return .addWins
        case (.article, "status"): return .ordered(articleStatuses)
        case (.comment, "moderation"): return .ordered(moderationStatuses)
        default: return .latest
        }
    }

    /// Whether a text may be a path: 1 to 200 bytes, a name of letters, and no control characters.
    public static func isValid(_ path: String) -> Bool {
        guard (1...Limits.pathBytes).contains(path.utf8.count) else { return false }
        let family = family(path)
        guard !family.isEmpty, member(path).map({ !$0.isEmpty }) ?? true else { return false }
        return family.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
            && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// From the safest.
    static let articleStatuses = ["canceled", "withheld", "usable", "draft"]
    /// From the safest.
    static let moderationStatuses = ["rejected", "spam", "withheld", "pending", "approved"]
}
