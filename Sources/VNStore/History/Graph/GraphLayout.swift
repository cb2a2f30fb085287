/// Where the changes of a graph and the lines between them stand in lanes side by side: a pure
/// function of who saw whom.
///
/// Every change has a row. A line leaves a change downwards, in its own lane or, along a row of
/// its own, in another. Lines to one change share a lane, the leftmost that is free where they
/// meet. No more lanes than `laneLimit` are ever open: a line for which there is
/// none is left out and named in ``Row/elided``, and a change for which there is none stands in
/// the column behind them.
///
/// - Complexity: O(*n* × `laneLimit`) in the changes and lines.
public struct GraphLayout: Hashable, Sendable {
    /// Where lines leave a cell.
    public struct Directions: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8
        /// Directions of bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Upwards, to newer changes.
        public static let up = Self(rawValue: 1)
        /// Downwards, to older changes.
        public static let down = Self(rawValue: 2)
        /// To the left.
        public static let left = Self(rawValue: 4)
        /// To the right.
        public static let right = Self(rawValue: 8)
    }

    /// What stands in one lane of one row.
    public struct Cell: Hashable, Sendable {
        /// Where lines leave it; none: it is empty or holds a change without lines.
        public internal(set) var directions: Directions = []
        /// The change from which the line comes, for its colour; of a change's cell the change.
        public internal(set) var owner: Int?
        /// Whether the change of the row stands here.
        public internal(set) var isNode = false
    }

    /// One row, from the newest.
    public struct Row: Hashable, Sendable {
        /// The change of the row; `nil`: only lines.
        public let node: Int?
        /// The lanes, from the left; empty ones at the end are left out.
        public let cells: [Cell]
        /// Changes that this one saw and to which no line leads, for want of lanes.
        public let elided: [Int]
    }

    /// A line from a change to one that it saw.
    public struct Line: Hashable, Sendable {
        /// The later change.
        public let child: Int
        /// The earlier change.
        public let parent: Int
    }

    /// A stretch of one or more lines: down a lane, or from one lane into another between a change
    /// and the next. Rows are places of changes.
    public struct Stretch: Hashable, Sendable {
        /// The change from which the line comes, for its colour.
        public let owner: Int
        /// The change beside which it begins.
        public let top: Int
        /// The lane there.
        public let topLane: Int
        /// The change beside which it ends.
        public let bottom: Int
        /// The lane there.
        public let bottomLane: Int
    }

    /// The rows, from the newest change.
    public let rows: [Row]
    /// The lane of each change.
    public let lanes: [Int]
    /// The lines, by child.
    public let lines: [Line]
    /// What a picture of the lines is drawn from.
    public let stretches: [Stretch]
    /// The number of lanes used.
    public let width: Int

    /// Lays out a graph.
    ///
    /// - Parameters:
    ///   - parents: of each change the places of those that it saw, all greater than its own; the
    ///     first is continued in its lane.
    ///   - laneLimit: open lanes, at least 1.
    public init(parents: [[Int]], laneLimit: Int = 16) {
        precondition(laneLimit >= 1, "a graph has a lane")
        var run = LayoutRun(laneLimit)
        for (node, list) in parents.enumerated() {
            precondition(
                list.allSatisfy { $0 > node && $0 < parents.count }, "a change saw earlier ones")
            run.place(node, list)
        }
        rows = run.rows
        lanes = run.columns
        lines = run.lines
        stretches = run.stretches
        width = max((run.columns.max() ?? -1) + 1, run.rows.map(\.cells.count).max() ?? 0)
    }
}

/// A layout in the making.
private struct LayoutRun {
    /// An open lane: which change its line leads to, from which it comes, and since where.
    private struct Lane {
        let target: Int
        let owner: Int
        let since: Int
    }

    /// A line that leaves the lane of its change.
    private struct Link {
        /// Where it goes, or, if it draws another lane in, where that comes from.
        let lane: Int
        let isNew: Bool
        let drawsIn: Bool
    }

    private let limit: Int
    private var open: [Lane?]
    private var laneOfTarget: [Int: Int] = [:]
    private(set) var rows: [GraphLayout.Row] = []
    private(set) var columns: [Int] = []
    private(set) var lines: [GraphLayout.Line] = []
    private(set) var stretches: [GraphLayout.Stretch] = []

    init(_ limit: Int) {
        self.limit = limit
        open = Array(repeating: nil, count: limit)
    }

    mutating func place(_ node: Int, _ parents: [Int]) {
        let reached = laneOfTarget.removeValue(forKey: node)
        let column = reached ?? open.firstIndex { $0 == nil } ?? limit
        if let reached { close(reached, at: node) }
        columns.append(column)

        // The first line to a change that nothing leads to yet goes straight down.
        var goesDown = false
        var links: [Link] = []
        var elided: [Int] = []
        for parent in parents {
            if let known = laneOfTarget[parent] {
                links.append(Link(lane: known, isNew: false, drawsIn: false))
            } else if !goesDown, column < limit {
                goesDown = true
                open(column, parent, owner: node, since: node)
            } else if let free = freeLane(near: column) {
                open(free, parent, owner: node, since: node + 1)
                links.append(Link(lane: free, isNew: true, drawsIn: false))
            } else {
                elided.append(parent)
                continue
            }
            lines.append(GraphLayout.Line(child: node, parent: parent))
        }
        // A lane that would end here draws in one from the right instead.
        let index = goesDown || column == limit ? nil : links.firstIndex { $0.lane > column }
        if let index, !links[index].isNew {
            links.insert(
                Link(lane: links.remove(at: index).lane, isNew: false, drawsIn: true), at: 0)
        }
        let young = Set(links.filter(\.isNew).map(\.lane))
        addNodeRow(
            node, column, isReached: reached != nil, hasDown: goesDown || !links.isEmpty, young,
            elided)
        addLinkRows(node, column, goesDown, links, young)
    }

    private mutating func open(_ lane: Int, _ target: Int, owner: Int, since: Int) {
        open[lane] = Lane(target: target, owner: owner, since: since)
        laneOfTarget[target] = lane
    }

    /// Ends a lane beside a change.
    private mutating func close(_ lane: Int, at node: Int) {
        guard let line = open[lane] else { return }
        open[lane] = nil
        if line.since < node { stretch(line.owner, line.since, lane, node, lane) }
    }

    private mutating func stretch(
        _ owner: Int, _ top: Int, _ topLane: Int, _ bottom: Int, _ bottomLane: Int
    ) {
        stretches.append(
            GraphLayout.Stretch(
                owner: owner, top: top, topLane: topLane, bottom: bottom, bottomLane: bottomLane))
    }

    /// The nearest free lane on the right, else on the left.
    private func freeLane(near column: Int) -> Int? {
        let free = open.indices.filter { open[$0] == nil && $0 != column }
        return free.first { $0 > column } ?? free.last
    }

    /// The open lanes as they pass a row, those that begin later aside.
    private func passing(without young: Set<Int>) -> [GraphLayout.Cell] {
        var cells = [GraphLayout.Cell](repeating: GraphLayout.Cell(), count: limit + 1)
        for (lane, line) in open.enumerated() where !young.contains(lane) {
            guard let line else { continue }
            cells[lane].directions = [.up, .down]
            cells[lane].owner = line.owner
        }
        return cells
    }

    private mutating func addNodeRow(
        _ node: Int, _ column: Int, isReached: Bool, hasDown: Bool, _ young: Set<Int>,
        _ elided: [Int]
    ) {
        var cells = passing(without: young)
        var directions: GraphLayout.Directions = []
        if isReached { directions.insert(.up) }
        if hasDown { directions.insert(.down) }
        cells[column] = GraphLayout.Cell(directions: directions, owner: node, isNode: true)
        append(cells, node: node, elided)
    }

    /// A row for each line that changes lanes.
    private mutating func addLinkRows(
        _ node: Int, _ column: Int, _ goesDown: Bool, _ links: [Link], _ young: Set<Int>
    ) {
        var (young, goesDown) = (young, goesDown)
        for (index, link) in links.enumerated() {
            var cells = passing(without: young)
            if link.drawsIn { goesDown = true }
            let range = min(column, link.lane)...max(column, link.lane)
            for lane in range where lane != column && lane != link.lane {
                cells[lane].directions.formUnion([.left, .right])
                cells[lane].owner = cells[lane].owner ?? node
            }
            let isRight = link.lane > column
            var own: GraphLayout.Directions = [.up, isRight ? .right : .left]
            if goesDown || index < links.count - 1 { own.insert(.down) }
            cells[column] = GraphLayout.Cell(directions: own, owner: node)
            var end: GraphLayout.Directions = [isRight ? .left : .right]
            if !link.isNew { end.insert(.up) }
            if !link.drawsIn { end.insert(.down) }
            cells[link.lane].directions = end
            cells[link.lane].owner = cells[link.lane].owner ?? node
            append(cells, node: nil, [])
            young.remove(link.lane)
            if link.drawsIn {
                drawIn(link.lane, to: column, node)
            } else {
                stretch(node, node, column, node + 1, link.lane)
            }
        }
    }

    /// The line of a lane goes on in the lane of a change.
    private mutating func drawIn(_ lane: Int, to column: Int, _ node: Int) {
        guard let line = open[lane] else { return }
        close(lane, at: node)
        stretch(line.owner, node, lane, node + 1, column)
        open(column, line.target, owner: node, since: node)
    }

    private mutating func append(_ cells: [GraphLayout.Cell], node: Int?, _ elided: [Int]) {
        let count = (cells.lastIndex { $0.owner != nil } ?? -1) + 1
        rows.append(
            GraphLayout.Row(node: node, cells: Array(cells.prefix(count)), elided: elided))
    }
}
