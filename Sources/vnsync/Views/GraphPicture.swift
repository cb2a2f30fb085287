internal import VNModel
internal import VNStore

/// A causal graph as a standalone SVG, for light and dark pages and for readers of screens.
struct GraphPicture {
    private static let rowHeight = 28
    private static let laneWidth = 20
    private static let margin = 20
    private static let laneLimit = 24
    private static let textLength = 100
    /// A fixed-pitch character of the labels is about so wide.
    private static let characterWidth = 8

    let view: GraphView

    /// The document.
    var text: String {
        let layout = view.layout(laneLimit: GraphPicture.laneLimit)
        let titles = view.graph.nodes.map {
            TextWrapping.truncated(view.title($0), to: GraphPicture.textLength)
        }
        let left = 2 * GraphPicture.margin + max(1, layout.width) * GraphPicture.laneWidth
        let longest = (titles + legend).map(\.count).max() ?? 0
        let width = left + longest * GraphPicture.characterWidth + GraphPicture.margin
        let rows = titles.count + 1 + legend.count
        let height = 2 * GraphPicture.margin + rows * GraphPicture.rowHeight
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" "
                + "viewBox=\"0 0 \(width) \(height)\" "
                + "width=\"\(width)\" height=\"\(height)\" role=\"img\" "
                + "aria-labelledby=\"title summary\" lang=\"\(view.context.messages.language)\">",
            "<title id=\"title\">\(GraphPicture.escaped(title))</title>",
            "<desc id=\"summary\">\(GraphPicture.escaped(summary))</desc>",
            GraphPicture.style,
            "<rect class=\"page\" width=\"100%\" height=\"100%\"/>",
        ]
        lines += layout.stretches.map(line)
        lines += view.graph.nodes.indices.map { node($0, titles[$0], layout, left) }
        lines += legend.indices.map { key($0, row: titles.count + 1 + $0, left) }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    /// Which replica is which.
    private var legend: [String] {
        view.replicas.map { replica in
            let own = view.context.messages(HistoryPhrase.thisStore)
            return "\(view.names.text(replica))  \(replica)"
                + (view.names.isOwn(replica) ? "  \(own)" : "")
        }
    }

    private func key(_ index: Int, row: Int, _ left: Int) -> String {
        let place = point(row, 0)
        return "<g class=\"c\(index % 6)\">"
            + "<rect x=\"\(place.x - 6)\" y=\"\(place.y - 6)\" width=\"12\" height=\"12\"/>"
            + "<text x=\"\(left)\" y=\"\(place.y + 5)\">"
            + "\(GraphPicture.escaped(legend[index]))</text></g>"
    }

    private var title: String {
        let subject = view.document.map { ShortID.text($0) } ?? "VNSync"
        return view.context.messages(HistoryPhrase.graphTitle, subject)
    }

    private var summary: String {
        let replicas = view.replicas.map { view.names.text($0) }.joined(separator: ", ")
        return view.context.messages(
            HistoryPhrase.graphSummary, count: view.graph.nodes.count, replicas)
    }

    private func point(_ row: Int, _ lane: Int) -> (x: Int, y: Int) {
        (
            GraphPicture.margin + lane * GraphPicture.laneWidth + GraphPicture.laneWidth / 2,
            GraphPicture.margin + row * GraphPicture.rowHeight + GraphPicture.rowHeight / 2
        )
    }

    private func colour(_ node: Int) -> Int {
        let replica = view.graph.nodes[node].dot.replica
        return (view.replicas.firstIndex(of: replica) ?? 0) % 6
    }

    /// Down a lane, or in a bow into another.
    private func line(_ line: GraphLayout.Stretch) -> String {
        let start = point(line.top, line.topLane)
        let end = point(line.bottom, line.bottomLane)
        let half = GraphPicture.rowHeight / 2
        let way =
            start.x == end.x
            ? "L \(end.x) \(end.y)"
            : "C \(start.x) \(start.y + half) \(end.x) \(end.y - half) \(end.x) \(end.y)"
        return "<path class=\"line c\(colour(line.owner))\" d=\"M \(start.x) \(start.y) \(way)\"/>"
    }

    private func node(_ index: Int, _ title: String, _ layout: GraphLayout, _ left: Int) -> String {
        let node = view.graph.nodes[index]
        let place = point(index, layout.lanes[index])
        let saw = node.parents.map { view.names.text(view.graph.nodes[$0].dot) }
        var hint = view.title(node)
        if !saw.isEmpty {
            hint += " — " + view.context.messages(HistoryPhrase.saw, saw.joined(separator: ", "))
        }
        if !node.isExact {
            hint += " (" + view.context.messages(HistoryPhrase.maybeLess) + ")"
        }
        var classes = "node c\(colour(index)) \(node.outcome.rawValue)"
        if !node.isLive { classes += " past" }
        return "<g class=\"\(classes)\"><title>\(GraphPicture.escaped(hint))</title>"
            + "<circle cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"6\"/>"
            + "<text x=\"\(left)\" y=\"\(place.y + 5)\">\(GraphPicture.escaped(title))</text></g>"
    }

    /// Text inside an element or an attribute; characters that XML does not have are left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\u{FFFE}", "\u{FFFF}": break
            default:
                if scalar.value >= 0x20 || scalar == "\n" || scalar == "\t" {
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    // Contrast of every colour to its page is at least 4.5 : 1. Written out rather than by
    // variables, which not every program that shows SVG knows.
    private static let light = ["#0b6e75", "#8a5a00", "#1a7f37", "#8250df", "#0550ae", "#b3261e"]
    private static let dark = ["#56d4dd", "#e3b341", "#56d364", "#d2a8ff", "#79c0ff", "#ff9b94"]

    private static func rules(_ colours: [String], page: String, ink: String) -> String {
        let own = colours.enumerated().map { index, colour in
            ".line.c\(index), .c\(index) circle { stroke: \(colour) } "
                + ".c\(index) circle, .c\(index) rect { fill: \(colour) }"
        }
        return (["rect.page { fill: \(page) } text { fill: \(ink) }"] + own)
            .joined(separator: "\n")
    }

    private static var style: String {
        """
        <style>
        text { font: 13px ui-monospace, monospace } .line { fill: none; stroke-width: 2 }
        circle { stroke-width: 2 } .refused text { text-decoration: line-through }
        .pending circle { stroke-dasharray: 3 2 }
        \(rules(light, page: "#ffffff", ink: "#1f2328"))
        .node.past circle { fill: #ffffff }
        @media (prefers-color-scheme: dark) {
        \(rules(dark, page: "#0d1117", ink: "#e6edf3"))
        .node.past circle { fill: #0d1117 }
        }
        </style>
        """
    }
}
