import Testing
import VNRandom
import VNStore

@Suite("The layout of a causal graph") struct GraphLayoutTests {
    /// The rows as the terminal shows them: changes are letters, `!` and letters what was left out.
    private static func drawn(
        _ parents: [[Int]], lanes: Int = 16, _ characters: GraphCharacters = .unicode
    ) -> [String] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)
        let layout = GraphLayout(parents: parents, laneLimit: lanes)
        return layout.rows.map { row in
            var text = row.cells.map { cell in
                let (line, join) = characters.text(cell)
                return (cell.isNode ? letters[row.node ?? 0] : line) + join
            }.joined()
            if !row.elided.isEmpty { text += "!" + row.elided.map { letters[$0] }.joined() }
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    @Test("one after the other stand in one lane")
    func line() {
        #expect(Self.drawn([[1], [2], []]) == ["A", "B", "C"])
    }

    @Test("two that did not see each other stand side by side, and one that saw both joins them")
    func diamond() {
        #expect(
            Self.drawn([[1, 2], [3], [3], []]) == [
                "A",
                "├─╮",
                "B │",
                "│ C",
                "├─╯",
                "D",
            ])
        #expect(
            Self.drawn([[1, 2], [3], [3], []], .ascii) == [
                "A",
                "+-.",
                "B |",
                "| C",
                "+-'",
                "D",
            ])
    }

    @Test("heads that nobody saw yet have lanes of their own")
    func heads() {
        #expect(
            Self.drawn([[3], [3], [3], []]) == [
                "A",
                "│ B",
                "├─╯",
                "│ C",
                "├─╯",
                "D",
            ])
    }

    @Test("a line that passes another crosses it, and one that ends at it does not")
    func crossing() {
        #expect(
            Self.drawn([[3], [4], [5, 3], [5], [5], []]) == [
                "A",
                "│ B",
                "│ │ C",
                "├─┼─┤",
                "D │ │",
                "├─┼─╯",
                "│ E",
                "├─╯",
                "F",
            ])
    }

    @Test("a change that saw four opens three lanes, each in a row of its own")
    func octopus() {
        #expect(
            Self.drawn([[1, 2, 3, 4], [5], [5], [5], [5], []]) == [
                "A",
                "├─╮",
                "├─┼─╮",
                "├─┼─┼─╮",
                "B │ │ │",
                "│ C │ │",
                "├─╯ │ │",
                "│   D │",
                "├───╯ │",
                "│     E",
                "├─────╯",
                "F",
            ])
    }

    @Test("beyond the limit lines are left out and named, and nothing stands in two places")
    func limit() {
        let drawn = Self.drawn([[1, 2, 3, 4], [5], [5], [5], [5], []], lanes: 2)
        #expect(
            drawn == [
                "A !DE",
                "├─╮",
                "B │",
                "│ C",
                "├─╯",
                "│ D",
                "├─╯",
                "│ E",
                "├─╯",
                "F",
            ])
        let heads = Self.drawn([[4], [5], [6], [6], [6], [6], []], lanes: 2)
        #expect(
            heads == [
                "A",
                "│ B",
                "│ │ C !G",
                "│ │ D !G",
                "E │",
                "│ F",
                "├─╯",
                "G",
            ])
    }

    /// A graph of a seed: every change saw one to three of the next dozen.
    private static func random(_ count: Int, seed: UInt64) -> [[Int]] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { node in
            guard node + 1 < count else { return [] }
            let last = min(count - 1, node + 12)
            let wanted = Int.random(in: 1...3, using: &generator)
            return Array(
                Set((0..<wanted).map { _ in Int.random(in: node + 1...last, using: &generator) })
            ).sorted()
        }
    }

    @Test(
        "every line is drawn or named as left out, and cells fit their neighbours",
        arguments: 1...20)
    func consistent(seed: Int) throws {
        let parents = Self.random(120, seed: UInt64(seed))
        for limit in [1, 3, 16] {
            let layout = GraphLayout(parents: parents, laneLimit: limit)
            #expect(layout.width <= limit + 1, "seed \(seed)")
            var found = layout.lines.map { [$0.child, $0.parent] }
            for row in layout.rows {
                found += row.elided.map { [row.node ?? -1, $0] }
            }
            let wanted = parents.enumerated().flatMap { node, list in list.map { [node, $0] } }
            #expect(
                found.sorted { $0.lexicographicallyPrecedes($1) }
                    == wanted.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
            #expect(layout.rows.compactMap(\.node) == Array(parents.indices), "seed \(seed)")
            let ends = Set(layout.stretches.map { [$0.bottom, $0.bottomLane] })
            for line in layout.lines {
                #expect(
                    ends.contains([line.parent, layout.lanes[line.parent]]), "seed \(seed)")
            }
            Self.expectJoined(layout, seed)
        }
    }

    /// A line that leaves a cell enters the next one.
    private static func expectJoined(_ layout: GraphLayout, _ seed: Int) {
        func has(
            _ row: Int, _ lane: Int, _ direction: GraphLayout.Directions
        ) -> Bool {
            guard layout.rows.indices.contains(row),
                layout.rows[row].cells.indices.contains(lane)
            else { return false }
            return layout.rows[row].cells[lane].directions.contains(direction)
        }
        for row in layout.rows.indices {
            for lane in 0..<layout.width {
                #expect(
                    has(row, lane, .right) == has(row, lane + 1, .left), "seed \(seed) \(row)")
                if row + 1 < layout.rows.count {
                    #expect(
                        has(row, lane, .down) == has(row + 1, lane, .up), "seed \(seed) \(row)")
                }
            }
        }
    }

    @Test("thousands of changes are laid out in one go")
    func large() {
        let layout = GraphLayout(parents: Self.random(5000, seed: 1), laneLimit: 24)
        #expect(layout.lanes.count == 5000 && layout.width <= 25)
    }
}
