/// Where the changes of a graph and the lines between them stand in lanes side by side: a pure
/// function of who saw whom.
///
/// Every change has a row. A line leaves a change downwards, in its own lane or, along a row of
/// its own, in another, and stays in that lane until the change that it leads to. Lines to one
/// change share a lane. No more lanes than `laneLimit` are ever open: a line for which there is
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
        /// The lane in which it runs.
        public let lane: Int
    }

    /// The rows, from the newest change.
    public let rows: [Row]
    /// The lane of each change.
    public let lanes: [Int]
    /// The lines, by child.
    public let lines: [Line]
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
        width = max((run.columns.max() ?? -1) + 1, run.rows.map(\.cells.count).max() ?? 0)
    }
}

/// A layout in the making.
private struct LayoutRun {
    /// An open lane: which change its line leads to, and from which it comes.
    private struct Lane {
        let target: Int
        let owner: Int
    }

    private let limit: Int
    private var open: [Lane?]
    private var laneOfTarget: [Int: Int] = [:]
    private(set) var rows: [GraphLayout.Row] = []
    private(set) var columns: [Int] = []
    private(set) var lines: [GraphLayout.Line] = []

    init(_ limit: Int) {
        self.limit = limit
        open = Array(repeating: nil, count: limit)
    }

    mutating func place(_ node: Int, _ parents: [Int]) {
        let lane = laneOfTarget.removeValue(forKey: node)
        let column = lane ?? open.firstIndex { $0 == nil } ?? limit
        let isReached = lane != nil
        if column < limit { open[column] = nil }
        columns.append(column)

        // Which lanes the lines take: the first new one goes straight down.
        var straight: Int?
        var sideways: [(lane: Int, parent: Int, isNew: Bool)] = []
        var elided: [Int] = []
        for parent in parents {
            if let known = laneOfTarget[parent] {
                sideways.append((known, parent, false))
            } else if straight == nil, column < limit {
                straight = parent
                open(column, parent, node)
            } else if let free = freeLane(near: column) {
                open(free, parent, node)
                sideways.append((free, parent, true))
            } else {
                elided.append(parent)
            }
        }
        // What comes into being only now does not pass the rows above.
        let young = Set(sideways.filter(\.isNew).map(\.lane))
        addNodeRow(
            node, column, isReached, hasDown: straight != nil || !sideways.isEmpty, young, elided)
        if let straight {
            lines.append(GraphLayout.Line(child: node, parent: straight, lane: column))
        }
        addLinkRows(node, column, straight != nil, sideways, young)
    }

    private mutating func open(_ lane: Int, _ target: Int, _ owner: Int) {
        open[lane] = Lane(target: target, owner: owner)
        laneOfTarget[target] = lane
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
        _ node: Int, _ column: Int, _ isReached: Bool, hasDown: Bool, _ young: Set<Int>,
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
        _ node: Int, _ column: Int, _ goesOn: Bool,
        _ sideways: [(lane: Int, parent: Int, isNew: Bool)], _ young: Set<Int>
    ) {
        var young = young
        for (index, link) in sideways.enumerated() {
            var cells = passing(without: young)
            let isLast = index == sideways.count - 1
            let range = min(column, link.lane)...max(column, link.lane)
            for lane in range where lane != column && lane != link.lane {
                cells[lane].directions.formUnion([.left, .right])
                cells[lane].owner = cells[lane].owner ?? node
            }
            var own: GraphLayout.Directions = [.up, link.lane > column ? .right : .left]
            if goesOn || !isLast { own.insert(.down) }
            cells[column] = GraphLayout.Cell(directions: own, owner: node)
            var end: GraphLayout.Directions = [.down, link.lane > column ? .left : .right]
            if !link.isNew { end.insert(.up) }
            cells[link.lane].directions = end
            cells[link.lane].owner = link.isNew ? node : cells[link.lane].owner
            young.remove(link.lane)
            append(cells, node: nil, [])
            lines.append(
                GraphLayout.Line(child: node, parent: link.parent, lane: link.lane))
        }
    }

    private mutating func append(_ cells: [GraphLayout.Cell], node: Int?, _ elided: [Int]) {
        let count = (cells.lastIndex { $0.owner != nil } ?? -1) + 1
        rows.append(
            GraphLayout.Row(node: node, cells: Array(cells.prefix(count)), elided: elided))
    }
}
