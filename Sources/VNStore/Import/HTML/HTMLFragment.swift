public import VNModel

/// Reads a piece of HTML, such as feeds carry, as the body of an article.
public enum HTMLFragment {
    /// The blocks of a piece of HTML, without ids.
    ///
    /// Paragraphs, headings, quotes, lists and tables become blocks of text; pictures keep alt
    /// text, caption and credit; videos and embedded pages become links. White space is collapsed
    /// as a browser does it. Links, strong, emphasised and code words of paragraphs and quotes are
    /// kept as Markdown; a text without them is plain. Text is in NFC and, for Vietnamese, with
    /// look-alikes repaired.
    ///
    /// Scripts, styles, forms and navigation give nothing, and no link but http, https and mailto
    /// is kept. Any text is read, however damaged or hostile: what is nested deeper than
    /// `HTMLLimits.depth` loses its nesting, what lies beyond `HTMLLimits.nodes` elements is
    /// left out, and so is what the schema does not allow, so that the blocks are valid.
    ///
    /// - Parameters:
    ///   - html: the piece, with or without tags.
    ///   - language: its language, BCP 47.
    ///   - base: the address of its page, to which links are relative; without it, links that
    ///     name no host are dropped.
    /// - Complexity: O(*n*) in the length of the text.
    public static func blocks(
        _ html: String, language: String, base: String? = nil
    ) -> [Block] {
        let tree = HTMLTree(parsing: Array(html.utf8))
        let furniture = HTMLFurniture(tree, scope: .fragment)
        var reader = HTMLBlockReader(
            tree, base: base.flatMap { HTMLAddress($0) }, language: language,
            skips: furniture.roots)
        return reader.segments(in: 0).blocks
    }
}
