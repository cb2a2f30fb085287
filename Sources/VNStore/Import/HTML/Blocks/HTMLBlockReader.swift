internal import VNModel
internal import VNText

/// Reads the content of an element as blocks, in the order of the page.
struct HTMLBlockReader {
    let tree: HTMLTree
    let base: HTMLAddress?
    let language: String
    /// Elements that are left out with all they hold.
    let skips: Set<Int>
    /// Pictures before each node.
    private let imageCounts: [Int]
    /// Elements that are called captions.
    let captions: Set<Int>

    var segments: [HTMLSegment] = []
    private var text = HTMLInlineText()
    /// The element whose text is being gathered.
    private var node = 0
    private var role = Block.Role.paragraph
    private var isPreformatted = false
    /// Pictures within a text, which follow it.
    private var waiting: [HTMLSegment] = []

    init(_ tree: HTMLTree, base: HTMLAddress?, language: String, skips: Set<Int>) {
        self.tree = tree
        self.base = base
        self.language = language
        self.skips = skips
        var counts = [0]
        counts.reserveCapacity(tree.count + 1)
        for node in tree.nodes {
            counts.append(
                (counts.last ?? 0) + (node.name == "img" || node.name == "amp-img" ? 1 : 0))
        }
        imageCounts = counts
        captions = Set(tree.nodes.indices.filter { HTMLBlockReader.isCaption(tree[$0]) })
    }

    /// The blocks of all an element holds.
    mutating func segments(in index: Int) -> [HTMLSegment] {
        node = index
        walk(index, HTMLStyle())
        flush()
        defer { segments = [] }
        return segments
    }

    /// Pictures in an element.
    func imageCount(_ index: Int) -> Int { imageCounts[tree[index].end] - imageCounts[index] }

    // MARK: Elements

    mutating func walk(_ index: Int, _ style: HTMLStyle) {
        for child in tree.children(of: index) { visit(child, style) }
    }

    /// Reads one element of any kind.
    mutating func visit(_ index: Int, _ style: HTMLStyle) {
        let element = tree[index]
        if element.isText {
            if isPreformatted {
                text.append(preformatted: element.text, style)
            } else {
                text.append(element.text, style)
            }
            return
        }
        guard !skips.contains(index), !HTMLElements.isInert(element.name) else { return }
        switch element.name {
        case "br": text.addLineBreak()
        case "img", "amp-img": addImage(index)
        case "iframe", "amp-iframe", "embed", "object", "video", "audio":
            addMedia(index, style)
        case "ul", "ol", "dir": readList(index)
        case "table": readTable(index)
        case "q":
            text.append("“", style)
            walk(index, style)
            text.append("”", style)
        case "rp", "wbr": break
        default:
            if HTMLElements.isInline(element.name), !isFigure(index) {
                walk(index, inner(style, element))
            } else {
                readBlock(index, style)
            }
        }
    }

    /// The style of what an inline element holds.
    private func inner(_ style: HTMLStyle, _ element: HTMLNode) -> HTMLStyle {
        var style = style
        switch element.name {
        case "a":
            guard let reference = element.attributes["href"] else { break }
            style.link = HTMLAddress.link(reference, base: base) ?? ""
        case "b", "strong": style.isStrong = true
        case "i", "em", "cite", "dfn", "var": style.isEmphasized = true
        case "code", "kbd", "samp", "tt": style.isCode = true
        default: break
        }
        return style
    }

    private mutating func readBlock(_ index: Int, _ style: HTMLStyle) {
        let element = tree[index]
        flush()
        if isFigure(index) { return readFigure(index) }
        if addCaption(index) { return }
        let outer = (node: node, role: role, isPreformatted: isPreformatted)
        node = index
        if HTMLElements.isHeading(element.name) { role = .heading }
        if element.name == "blockquote" { role = .quote }
        if element.name == "pre" || element.name == "xmp" { isPreformatted = true }
        walk(index, style)
        flush()
        (node, role, isPreformatted) = outer
    }

    // MARK: Text

    /// Ends the text that is being gathered.
    mutating func flush() {
        let paragraphs = text.take(keepsEmptyLines: isPreformatted)
        for paragraph in paragraphs { add(paragraph) }
        segments += waiting
        waiting = []
    }

    private mutating func add(_ paragraph: HTMLParagraph) {
        let plain = ingress(paragraph.plain)
        let hasMarks = role != .heading && !isPreformatted
        let markdown = hasMarks ? paragraph.markdown.map(ingress) : nil
        if role == .heading {
            // A heading is one line.
            addText(plain.replacing("\n", with: " "), .plain, paragraph)
        } else if let markdown, markdown.unicodeScalars.count <= HTMLLimits.paragraphCharacters {
            addText(markdown, .markdown, paragraph, plain: plain)
        } else {
            for part in FittedText.parts(plain) { addText(part, .plain, paragraph) }
        }
    }

    private mutating func addText(
        _ content: String, _ format: Block.Format, _ paragraph: HTMLParagraph,
        plain: String? = nil
    ) {
        let plain = plain ?? content
        let isLine =
            role == .paragraph && paragraph.isStrong && PageImporter.isHeading(plain)
            && !plain.contains("\n")
        segments.append(
            HTMLSegment(
                block: Block(role: role, text: content, format: format), plain: plain,
                node: node, count: paragraph.count, linkCount: paragraph.linkCount,
                isStrongLine: isLine))
    }

    func ingress(_ text: String) -> String {
        TextNormalization.ingress(text, language: language)
    }

    /// Adds a block that is no text, behind the text in which it stands.
    mutating func add(_ block: Block, at index: Int) {
        let segment = HTMLSegment(block: block, plain: "", node: index, count: 0, linkCount: 0)
        if text.hasWords { waiting.append(segment) } else { segments.append(segment) }
    }

    /// Reads some elements apart from what was gathered so far.
    mutating func apart(_ read: (inout HTMLBlockReader) -> Void) -> [HTMLSegment] {
        let outer = (segments, text, waiting, node, role)
        (segments, text, waiting) = ([], HTMLInlineText(), [])
        read(&self)
        flush()
        let found = segments
        (segments, text, waiting, node, role) = outer
        return found
    }

    /// Changes what is read, of an element, to paragraphs in a new place.
    mutating func setPlace(_ index: Int, role: Block.Role) { (node, self.role) = (index, role) }
}
