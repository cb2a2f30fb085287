internal import VNModel

extension HTMLBlockReader {
    /// Pixels; what is smaller is an icon or counts readers.
    private static let iconPixels = 48
    /// Nodes of an element that may be a picture with its caption, without being called figure.
    private static let figureNodes = 80
    /// Characters of a caption that is recognised by its place only.
    private static let captionCharacters = 400

    /// Whether an element is a picture with what belongs to it.
    func isFigure(_ index: Int) -> Bool {
        let element = tree[index]
        if element.name == "figure" { return imageCount(index) > 0 && !holdsText(index) }
        guard imageCount(index) == 1, element.end - index <= HTMLBlockReader.figureNodes else {
            return false
        }
        guard element.name != "figcaption", !isCaption(index) else { return false }
        guard let caption = tree.inside(index).first(where: { isCaption($0) }) else {
            return false
        }
        return tree.line(of: index, without: [caption], limit: 0).isEmpty
    }

    /// Figures may also hold quotes, code and tables.
    private func holdsText(_ index: Int) -> Bool {
        tree.inside(index).contains {
            ["table", "pre", "blockquote", "iframe", "video"].contains(tree[$0].name)
        }
    }

    func isCaption(_ index: Int) -> Bool { captions.contains(index) }

    static func isCaption(_ element: HTMLNode) -> Bool {
        if element.name == "figcaption" { return true }
        guard let name = element.attributes["class"], element.name != "img",
            name.lowercased().contains("caption")
        else { return false }
        return HTMLNames(element).hasPart("caption")
    }

    mutating func readFigure(_ index: Int) {
        let caption = tree.inside(index).first { isCaption($0) }
        let start = segments.count
        for place in tree.inside(index) where isImage(place) && !isIcon(place) {
            addImage(place)
        }
        if segments.count > start {
            let text = caption.map { captionText($0) }
            guard var image = segments[start].block.image, let text else { return }
            if !text.text.isEmpty { image.caption = text.text }
            image.credit = text.credit ?? image.credit
            segments[start].block.image = image
        } else if let caption {
            // The picture has no address of its own, but what it shows is said.
            let text = captionText(caption)
            guard !text.text.isEmpty else { return }
            add(
                Block(image: Image(alt: "", caption: text.text, credit: text.credit)),
                at: index)
        }
    }

    /// Takes an element that is called a caption for that of the picture above it.
    ///
    /// - Returns: whether it is one.
    mutating func addCaption(_ index: Int) -> Bool {
        guard isCaption(index) || HTMLNames(tree[index]).has(["image"]),
            imageCount(index) == 0, let last = segments.last, var image = last.block.image,
            image.caption == nil
        else { return false }
        let text = captionText(index)
        guard !text.text.isEmpty || text.credit != nil else { return false }
        if !text.text.isEmpty { image.caption = text.text }
        image.credit = text.credit ?? image.credit
        segments[segments.count - 1].block.image = image
        return true
    }

    /// What stands beneath a picture, and who made it.
    private func captionText(_ index: Int) -> (text: String, credit: String?) {
        let place = tree.inside(index).first { place in
            let element = tree[place]
            return ["cite", "small"].contains(element.name)
                || !element.attributes.isEmpty
                    && (HTMLNames(element).has(HTMLBlockReader.creditWords)
                        || HTMLBlockReader.creditProperties.contains(
                            element.attribute("itemprop") ?? ""))
        }
        let credited = place.map { tree.line(of: $0) }?.unlessEmpty
        let whole = tree.line(of: index, without: credited == nil ? [] : place.map { [$0] } ?? [])
        let parts = CreditText(ingress(whole))
        let own = credited.map { CreditText(ingress($0)) }
        let credit = own.map { $0.credit ?? $0.text } ?? parts.credit
        return (
            FittedText.line(parts.text, limit: 1000), credit.map { FittedText.line($0, limit: 200) }
        )
    }

    private static let creditWords: Set<String> = [
        "credit", "credits", "copyright", "photographer", "source", "nguon", "tacgia", "author",
    ]
    private static let creditProperties: Set<String> = [
        "copyrightHolder", "creditText", "author", "creator",
    ]

    /// A table that is a picture above a line of text, as old pages set it.
    func isPictureTable(_ index: Int) -> Bool {
        guard imageCount(index) == 1, tree[index].end - index <= HTMLBlockReader.figureNodes,
            let place = tree.inside(index).first(where: { isImage($0) }), !isIcon(place),
            tree.inside(index).count(where: { tree[$0].name == "tr" }) <= 3
        else { return false }
        return tree.line(of: index).unicodeScalars.count <= HTMLBlockReader.captionCharacters
    }

    mutating func readPictureTable(_ index: Int) {
        let start = segments.count
        for place in tree.inside(index) where isImage(place) { addImage(place) }
        guard segments.count > start, var image = segments[start].block.image else { return }
        let text = captionText(index)
        image.caption = text.text.unlessEmpty
        image.credit = text.credit
        segments[start].block.image = image
    }

    // MARK: Pictures

    private func isImage(_ index: Int) -> Bool {
        (tree[index].name == "img" || tree[index].name == "amp-img")
            && !skips.contains(index)
    }

    /// Whether a picture is too small to show anything.
    func isIcon(_ index: Int) -> Bool {
        let element = tree[index]
        let sizes = ["width", "height"].compactMap { pixels(element, $0) }
        return sizes.contains { $0 < HTMLBlockReader.iconPixels }
    }

    private func pixels(_ element: HTMLNode, _ side: String) -> Int? {
        if let size = element.attribute(side).flatMap({ Int($0.prefix { $0.isNumber }) }) {
            return element.attribute(side)?.hasSuffix("%") == true ? nil : size
        }
        guard let style = element.attribute("style")?.lowercased().filter({ $0 != " " }),
            let range = style.firstRange(of: "\(side):"),
            range.lowerBound == style.startIndex
                || style[style.index(before: range.lowerBound)] == ";"
        else { return nil }
        let value = style[range.upperBound...]
        let digits = value.prefix { $0.isASCII && $0.isNumber }
        return value[digits.endIndex...].hasPrefix("px") ? Int(digits) : nil
    }

    mutating func addImage(_ index: Int) {
        guard !isIcon(index), let url = imageAddress(index) else { return }
        let element = tree[index]
        let alt = CreditText(ingress(element.attribute("alt") ?? ""))
        var image = Image(
            url: url, alt: FittedText.line(alt.text, limit: 1000),
            credit: alt.credit.map { FittedText.line($0, limit: 200) })
        image.width = pixels(element, "width")
        image.height = pixels(element, "height")
        add(Block(image: image), at: index)
    }

    /// The address of a picture, also of one that a script loads later.
    private func imageAddress(_ index: Int) -> String? {
        let element = tree[index]
        var references = ["data-src", "data-original", "data-lazy-src", "src"]
            .compactMap { element.attribute($0) }
        let sets = ["data-srcset", "srcset"].compactMap { element.attribute($0) }
        references += sets.compactMap(HTMLBlockReader.largest)
        if tree[element.parent].name == "picture" {
            for place in tree.children(of: element.parent) where tree[place].name == "source" {
                references +=
                    (tree[place].attribute("srcset")).flatMap(HTMLBlockReader.largest)
                    .map { [$0] } ?? []
            }
        }
        return references.lazy.compactMap { HTMLAddress.link($0, base: base) }
            .first { !$0.hasPrefix("mailto:") }
    }

    /// The address of the widest picture of a set, `a.jpg 320w, b.jpg 640w`.
    private static func largest(_ set: String) -> String? {
        let candidates = set.split(separator: ",").compactMap { part -> (String, Double)? in
            let words = part.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else { return nil }
            return (String(first), words.dropFirst().first.flatMap { Double($0.dropLast()) } ?? 1)
        }
        return candidates.max { $0.1 < $1.1 }?.0
    }
}
