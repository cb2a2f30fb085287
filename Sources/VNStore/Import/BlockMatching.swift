internal import VNModel

/// Finds which blocks of an article continue in an edited text.
enum BlockMatching {
    /// The blocks of an edited body with what they keep of the body before.
    ///
    /// A block that reads the same as one before is that one, wherever it stands. Between those,
    /// a block that reads like one before gets its id. The others have no id.
    ///
    /// - Complexity: O((*n* + *m*) *d*) for *d* changes, and a bounded number of comparisons for
    ///   each changed block.
    static func merged(_ new: [Block], into old: [Block]) -> [Block] {
        let keys = (old: old.map(key), new: new.map(key))
        var partners = inSequence(keys.new, keys.old)
        pairMoved(&partners, keys.new, keys.old)
        pairRewritten(&partners, new, old)
        return zip(new, partners).enumerated().map { index, pair in
            guard let partner = pair.1 else {
                var block = pair.0
                block.id = ""
                return block
            }
            return keys.new[index] == keys.old[partner]
                ? old[partner] : continuing(old[partner], as: pair.0)
        }
    }

    /// A new state of a block: what the form shows from the new one, the rest from the old one.
    static func continuing(_ old: Block, as new: Block) -> Block {
        var block = new
        block.id = old.id
        block.order = old.order
        if old.format == .markdown, old.text != nil, new.text != nil { block.format = .markdown }
        if let before = old.image, var image = block.image, image.url == before.url {
            (image.contentType, image.sha256) = (before.contentType, before.sha256)
            (image.width, image.height) = (before.width, before.height)
            block.image = image
        }
        if old.role == new.role, old.url == new.url {
            (block.poster, block.contentType) = (old.poster, old.contentType)
            block.durationSeconds = old.durationSeconds
        }
        return block
    }

    /// What a form shows of a block.
    private static func key(_ block: Block) -> String {
        let text = ArticleForm.render(block)
        return FormBody(text.plainLines[...], first: 1).blocks
            .map { ArticleForm.render($0.block) }.joined(separator: "\n\n")
    }

    /// For each new key the position of the old one, along a longest common sequence.
    private static func inSequence(_ new: [String], _ old: [String]) -> [Int?] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var kept = old.indices.filter { !removed.contains($0) }[...]
        return new.indices.map { inserted.contains($0) ? nil : kept.popFirst() }
    }

    private static func pairMoved(
        _ partners: inout [Int?], _ new: [String], _ old: [String]
    ) {
        let taken = Set(partners.compactMap { $0 })
        var free: [String: [Int]] = [:]
        for index in old.indices.reversed() where !taken.contains(index) {
            free[old[index], default: []].append(index)
        }
        for index in new.indices where partners[index] == nil {
            partners[index] = free[new[index]]?.popLast()
        }
    }

    /// How many free blocks a rewritten one is compared with.
    private static let comparisonLimit = 24
    /// The share of words that two versions of one block have in common at least.
    private static let similarityLimit = 0.4

    private static func pairRewritten(
        _ partners: inout [Int?], _ new: [Block], _ old: [Block]
    ) {
        var taken = Set(partners.compactMap { $0 })
        var lower = 0
        var index = 0
        while index < new.count {
            if let partner = partners[index] {
                lower = partner + 1
                index += 1
                continue
            }
            // A gap: new blocks in a row without a partner, and the old ones at that place.
            let end = partners[index...].firstIndex { $0 != nil } ?? new.count
            let next = partners[end...].lazy.compactMap { $0 }.first { $0 >= lower }
            let free = (lower..<(next ?? old.count)).filter { !taken.contains($0) }
            let pairs = rewritten(index..<end, new, free, old)
            for pair in pairs {
                partners[pair.new] = pair.old
                taken.insert(pair.old)
            }
            index = end
        }
    }

    /// The pairs of one gap, in the order of the new blocks.
    private static func rewritten(
        _ gap: Range<Int>, _ new: [Block], _ free: [Int], _ old: [Block]
    ) -> [(new: Int, old: Int)] {
        if gap.count == 1, free.count == 1 {
            return isComparable(old[free[0]], new[gap.lowerBound])
                ? [(gap.lowerBound, free[0])] : []
        }
        var rest = free[...]
        var pairs: [(new: Int, old: Int)] = []
        for index in gap {
            let candidates = rest.prefix(comparisonLimit).filter {
                isComparable(old[$0], new[index])
            }
            let best = candidates.map { (index: $0, score: similarity(old[$0], new[index])) }
                .max { ($0.score, $1.index) < ($1.score, $0.index) }
            guard let best, best.score >= similarityLimit else { continue }
            pairs.append((index, best.index))
            rest = rest.drop { $0 <= best.index }
        }
        return pairs
    }

    /// Whether one may have been rewritten as the other.
    private static func isComparable(_ old: Block, _ new: Block) -> Bool {
        old.role == new.role || old.text != nil && new.text != nil
    }

    /// From 0, no word in common, to 1, the same words.
    private static func similarity(_ old: Block, _ new: Block) -> Double {
        let words = (words(old), words(new))
        guard !words.0.isEmpty || !words.1.isEmpty else { return old.role == new.role ? 1 : 0 }
        return 2 * Double(words.0.intersection(words.1).count)
            / Double(words.0.count + words.1.count)
    }

    private static func words(_ block: Block) -> Set<Substring> {
        let image = block.image.map { [$0.url ?? "", $0.alt, $0.caption ?? ""] } ?? []
        let texts = [block.text ?? "", block.url ?? "", block.title ?? ""] + block.items + image
        return Set(texts.flatMap { $0.split(whereSeparator: \.isWhitespace) })
    }
}
