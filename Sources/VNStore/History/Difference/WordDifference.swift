/// Compares two texts word by word; a Vietnamese syllable is a word.
///
/// Words that stand once in both texts anchor the comparison (patience), between them a shortest
/// edit is looked for (Myers) as long as it is short. Texts that have next to nothing in common
/// are simply replaced.
///
/// - Source: Myers, "An O(ND) difference algorithm and its variations", 1986; Cohen's patience
///   difference.
public enum WordDifference {
    /// Edits beyond which a stretch without anchors counts as rewritten. The square of it bounds
    /// the memory of one comparison.
    static let editLimit = 400

    /// The runs that lead from one text to the other.
    ///
    /// The runs that are not `added` make `before`, those that are not `removed` make `after`, to
    /// the byte. No two neighbours are of one kind; `removed` comes before `added`.
    ///
    /// - Parameters:
    ///   - before: any text.
    ///   - after: any text.
    /// - Complexity: O(*n* log *n*) in the words, plus O(*n* `editLimit`).
    public static func edits(from before: String, to after: String) -> [WordEdit] {
        let left = words(before)
        let right = words(after)
        var table: [[UInt8]: Int] = [:]
        func numbers(_ words: [Substring]) -> [Int] {
            words.map { word in
                let key = Array(word.utf8)
                if let number = table[key] { return number }
                table[key] = table.count
                return table.count - 1
            }
        }
        let comparison = SequenceDifference(numbers(left), numbers(right), editLimit: editLimit)
        return runs(left, right, comparison.pairs())
    }

    /// Letters and digits that stand together are a word, white space that stands together is
    /// one, every other character is one by itself.
    static func words(_ text: String) -> [Substring] {
        var result: [Substring] = []
        var start = text.startIndex
        var index = start
        var last = Class.other
        while index < text.endIndex {
            let now = Class(text[index])
            if index > start, now != last || now == .other {
                result.append(text[start..<index])
                start = index
            }
            last = now
            index = text.index(after: index)
        }
        if start < text.endIndex { result.append(text[start...]) }
        return result
    }

    private enum Class {
        case word, space, other

        init(_ character: Character) {
            self =
                character.isLetter || character.isNumber
                ? .word : character.isWhitespace ? .space : .other
        }
    }

    private static func runs(
        _ left: [Substring], _ right: [Substring], _ pairs: [(Int, Int)]
    ) -> [WordEdit] {
        var builder = RunBuilder()
        var (one, other) = (0, 0)
        for (first, second) in pairs + [(left.count, right.count)] {
            let removed = left[one..<first]
            let added = right[other..<second]
            builder.change(removed: removed.joined(), added: added.joined())
            if first < left.count { builder.same(left[first]) }
            (one, other) = (first + 1, second + 1)
        }
        return builder.finished()
    }
}

/// Joins runs: white space that alone stands between two changes belongs to them.
private struct RunBuilder {
    private var edits: [WordEdit] = []
    private var removed = ""
    private var added = ""
    private var same = ""

    mutating func change(removed: String, added: String) {
        guard !removed.isEmpty || !added.isEmpty else { return }
        if !same.isEmpty {
            let hasChange = !self.removed.isEmpty || !self.added.isEmpty
            if hasChange, same.allSatisfy(\.isWhitespace) {
                self.removed += same
                self.added += same
            } else {
                flushChange()
                edits.append(WordEdit(.same, same))
            }
            same = ""
        }
        self.removed += removed
        self.added += added
    }

    mutating func same(_ text: Substring) { same += text }

    mutating func finished() -> [WordEdit] {
        flushChange()
        if !same.isEmpty { edits.append(WordEdit(.same, same)) }
        return edits
    }

    private mutating func flushChange() {
        if !removed.isEmpty { edits.append(WordEdit(.removed, removed)) }
        if !added.isEmpty { edits.append(WordEdit(.added, added)) }
        (removed, added) = ("", "")
    }
}
