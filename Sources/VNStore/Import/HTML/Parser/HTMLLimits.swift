/// The bounds of reading HTML; each names its unit.
enum HTMLLimits {
    /// Elements inside each other. What is nested deeper stands beside the innermost.
    static let depth = 200
    /// Elements and texts of a page. Real pages have some thousands; more would cost memory.
    static let nodes = 400_000
    /// Bytes of the name of a tag or attribute; the rest is cut off.
    static let nameBytes = 64
    /// Attributes that are kept of a tag.
    static let attributes = 24
    /// Bytes of an attribute's value; a longer one, such as a picture within the page, is empty.
    static let valueBytes = 1 << 14
    /// Bytes from the start of a page in which it may name its character set.
    static let charsetBytes = 1 << 13
    /// Characters of a paragraph; a longer one is cut into several.
    static let paragraphCharacters = 18_000
    /// Links to related articles that are taken.
    static let related = 20
}

/// The attributes that say something about content.
enum HTMLAttributes {
    static let kept: Set<String> = [
        "id", "class", "role", "itemprop", "itemtype", "rel", "property", "name", "content",
        "charset", "http-equiv", "href", "src", "srcset", "data-src", "data-original",
        "data-lazy-src", "data-srcset", "alt", "title", "lang", "xml:lang", "hidden",
        "aria-hidden", "aria-label", "style", "type", "datetime", "poster", "width", "height",
        "data",
    ]
}
