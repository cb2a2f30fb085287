/// What the elements of HTML are, by their names.
enum HTMLElements {
    /// Has no content and no end tag.
    static func isVoid(_ name: String) -> Bool { void.contains(name) }

    /// Runs along within a line of text; everything that is not a block does.
    static func isInline(_ name: String) -> Bool { !blocks.contains(name) }

    /// Never has content for readers.
    static func isInert(_ name: String) -> Bool { inert.contains(name) }

    static func isHeading(_ name: String) -> Bool {
        name.utf8.count == 2 && name.hasPrefix("h")
            && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(name.utf8.last ?? 0)
    }

    /// Whether a paragraph ends where such an element begins.
    static func endsParagraph(_ name: String) -> Bool {
        blocks.contains(name) && !keptInParagraph.contains(name)
    }

    /// Whether white space directly in it is nothing.
    static func ignoresSpace(_ name: String) -> Bool {
        ["#root", "html", "head", "table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "dl"]
            .contains(name)
    }

    static func belongsToHead(_ name: String) -> Bool { head.contains(name) }

    /// Whether what stands outside of it is out of an item's reach.
    static func isListBoundary(_ name: String) -> Bool {
        name == "ul" || name == "ol" || name == "dl" || name == "menu" || isTableBoundary(name)
    }

    static func isTableBoundary(_ name: String) -> Bool {
        name == "td" || name == "th" || name == "caption" || name == "table"
            || name == "template"
    }

    static func isTablePart(_ name: String) -> Bool {
        ["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"].contains(name)
    }

    private static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img",
        "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
    ]

    private static let blocks: Set<String> = [
        "#root", "address", "article", "aside", "blockquote", "body", "button", "caption",
        "center", "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "legend", "li",
        "main", "menu", "nav", "object", "ol", "optgroup", "option", "p", "pre", "script",
        "search", "section", "select", "style", "summary", "table", "tbody", "td", "template",
        "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video", "audio", "xmp",
        "noscript", "svg", "math",
    ]

    /// Blocks of ours that may stand in a paragraph of HTML.
    private static let keptInParagraph: Set<String> = [
        "button", "iframe", "object", "script", "style", "template", "textarea", "select",
        "option", "optgroup", "video", "audio", "noscript", "svg", "math", "title",
    ]

    private static let inert: Set<String> = [
        "script", "style", "template", "noscript", "svg", "math", "title", "textarea", "select",
        "button", "input", "option", "datalist", "dialog", "canvas", "map", "noembed",
        "noframes", "applet",
    ]

    private static let head: Set<String> = [
        "base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style",
        "template", "title", "head", "html",
    ]
}
