package import VNModel

/// Reads an HTML page as an article.
///
/// What the page says in JSON-LD counts first, then OpenGraph and other `meta`, then what stands in
/// the text. The body is the text that readers see, without what stands around it.
package enum HTMLImporter {
    /// The article of a page.
    ///
    /// A page that has an address of its own (`link rel=canonical`, `og:url`, that of its JSON-LD)
    /// has the id of the address, wherever it is read. Without one, publisher, day and headline
    /// decide; if the page does not say all of them, its text as well.
    ///
    /// - Parameters:
    ///   - bytes: the page in any character set that ``HTMLCharset`` knows.
    ///   - surroundings: what stands in for a publisher and a day that the page does not name.
    /// - Throws: ``ImportError`` `import.not-a-page` with what is missing; those of
    ///   ``HTMLCharset``; `import.too-large`; `content.…` if the article would break a rule of the
    ///   content.
    /// - Complexity: O(*n*) in the length of the page.
    package static func article(
        from bytes: [UInt8], surroundings: HTMLSurroundings = HTMLSurroundings()
    ) throws(ImportError) -> Article {
        let tree = HTMLTree(parsing: try HTMLCharset.decoded(bytes))
        guard !tree.isCut else {
            throw ImportError(
                ImportError.tooLarge, line: tree.nodes.last?.line ?? 0,
                reason: "more than \(HTMLLimits.nodes) elements")
        }
        let page = try HTMLPage(tree, surroundings)
        let article = try page.article()
        do throws(ContentError) {
            return try Article(json: article.json)
        } catch {
            throw ImportError(error.code, line: page.headlineLine, reason: error.description)
        }
    }
}
