internal import VNModel

/// A block of content and where in the page it stood.
struct HTMLSegment {
    var block: Block
    /// Its text without marks.
    var plain: String
    /// The element it stood in.
    let node: Int
    /// Characters of its text.
    var count: Int
    /// Characters within links.
    var linkCount: Int
    /// Whether it is a short line all of whose words are strong: a heading, if text follows.
    var isStrongLine = false

    /// How much of the text is links, from 0 to 1.
    var linkShare: Double { count == 0 ? 0 : Double(linkCount) / Double(count) }

    var isText: Bool { block.text != nil || block.role == .list }
}

extension [HTMLSegment] {
    /// The blocks; strong lines above a text are headings.
    var blocks: [Block] {
        enumerated().map { index, segment in
            guard segment.isStrongLine, index + 1 < count, !self[index + 1].isStrongLine else {
                return segment.block
            }
            return Block(role: .heading, text: segment.plain)
        }
    }
}
