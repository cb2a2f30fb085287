/// An element or a text of a page.
struct HTMLNode {
    /// The tag in lower case; empty for a text.
    let name: String
    /// The characters of a text; empty for an element.
    let text: String
    /// The attributes that were kept.
    var attributes: [String: String]
    /// The element it stands in; -1 for the first one.
    let parent: Int
    /// The line of the page, from 1.
    let line: Int
    /// The first node behind it and all it holds.
    var end: Int

    var isText: Bool { name.isEmpty }

    /// An attribute that says something.
    func attribute(_ key: String) -> String? {
        guard !attributes.isEmpty, let value = attributes[key] else { return nil }
        return value.withoutOuterSpace.unlessEmpty
    }
}

/// A page as a tree, written as one list: what an element holds stands directly behind it.
struct HTMLTree {
    /// All nodes; the first one is a root without a name of HTML.
    private(set) var nodes: [HTMLNode]
    /// Whether the page had more than ``HTMLLimits/nodes``; the rest is missing.
    let isCut: Bool

    init(nodes: [HTMLNode], isCut: Bool) {
        self.nodes = nodes
        self.isCut = isCut
    }

    /// The tree of a text.
    ///
    /// - Parameter bytes: UTF-8.
    init(parsing bytes: [UInt8]) {
        var builder = HTMLTreeBuilder(bytes)
        self = builder.tree()
    }

    subscript(_ index: Int) -> HTMLNode { nodes[index] }

    var count: Int { nodes.count }

    /// All there is in a node, without itself.
    func inside(_ index: Int) -> Range<Int> { (index + 1)..<nodes[index].end }

    /// The nodes directly in a node.
    func children(of index: Int) -> HTMLChildren {
        HTMLChildren(tree: self, position: index + 1, end: nodes[index].end)
    }

    /// The first element of a name in a node.
    func first(_ name: String, in index: Int = 0) -> Int? {
        inside(index).first { nodes[$0].name == name }
    }

    /// Whether one node holds another, or is it.
    func contains(_ outer: Int, _ inner: Int) -> Bool {
        outer <= inner && inner < nodes[outer].end
    }

    /// The text in a node on one line, without scripts and without some elements.
    ///
    /// - Parameter limit: bytes after which no more is read.
    func line(of index: Int, without skips: [Int] = [], limit: Int = .max) -> String {
        var result = ""
        var isParted = false
        var position = index
        while position < nodes[index].end, result.utf8.count <= limit {
            let node = nodes[position]
            if HTMLElements.isInert(node.name) || skips.contains(position) {
                position = node.end
                continue
            }
            if !node.isText, !HTMLElements.isInline(node.name) || node.name == "br" {
                isParted = true
            }
            for scalar in node.text.unicodeScalars {
                if scalar.properties.isWhitespace {
                    isParted = true
                } else {
                    if isParted, !result.isEmpty { result += " " }
                    isParted = false
                    result.unicodeScalars.append(scalar)
                }
            }
            position += 1
        }
        return result.withoutOuterSpace
    }
}

/// The nodes directly in a node, in order.
struct HTMLChildren: Sequence, IteratorProtocol {
    fileprivate let tree: HTMLTree
    fileprivate var position: Int
    fileprivate let end: Int

    mutating func next() -> Int? {
        guard position < end else { return nil }
        defer { position = tree[position].end }
        return position
    }
}
