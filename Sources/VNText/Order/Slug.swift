/// Names for addresses and identifiers, made from titles.
public enum Slug {
    /// Returns the words of a text in a–z and 0–9, joined by single hyphens.
    ///
    /// `Hệ thống Chính trị` gives `he-thong-chinh-tri`. Letters that are no base letter with marks
    /// are spelled out (ß as ss); letters of other scripts are left out. A slug longer than
    /// 80 bytes ends after the last word that fits, a first word longer than that is cut.
    ///
    /// - Parameter text: Any text.
    /// - Returns: A slug as the schema of articles demands it, or an empty string if the text
    ///   holds no letter or digit that can be written so.
    /// - Complexity: O(n)
    public static func make(_ text: String) -> String {
        var slug = ""
        for word in SearchKeys.keys(text).fold.unicodeScalars.split(separator: " ") {
            let plain = word.compactMap(LatinSpelling.plain).joined()
            guard !plain.isEmpty else { continue }
            if slug.isEmpty {
                slug = String(plain.prefix(TextLimits.slugByteLimit))
            } else {
                guard slug.utf8.count + 1 + plain.utf8.count <= TextLimits.slugByteLimit else {
                    break
                }
                slug += "-" + plain
            }
        }
        return slug
    }
}
