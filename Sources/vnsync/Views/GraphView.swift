internal import VNModel
internal import VNStore
internal import VNText

/// A causal graph on the terminal.
struct GraphView {
    /// Lanes that are never exceeded, however wide the terminal.
    private static let laneLimit = 24

    let graph: CausalGraph
    /// The document; `nil`: several.
    let document: DocumentID?
    let names: ReplicaNames
    let context: Context

    /// The replicas of the graph, this store's first, then by id; their places decide the colours.
    var replicas: [ReplicaID] {
        Set(graph.nodes.map(\.dot.replica)).sorted {
            let isOwn = (names.isOwn($0), names.isOwn($1))
            return isOwn.0 == isOwn.1 ? $0 < $1 : isOwn.0
        }
    }

    /// The layout with so many lanes at most.
    func layout(laneLimit: Int) -> GraphLayout {
        GraphLayout(parents: graph.nodes.map(\.parents), laneLimit: laneLimit)
    }

    /// A JSON object a change, newest first.
    var records: [[(String, JSONValue?)]] {
        let layout = layout(laneLimit: GraphView.laneLimit)
        return graph.nodes.indices.map { index in
            let node = graph.nodes[index]
            let parents = node.parents.map { Records.dot(graph.nodes[$0].dot) }
            return [
                ("id", .text(node.document)), ("type", .text(node.kind?.rawValue)),
                ("replica", .text(node.dot.replica)), ("counter", .count(node.dot.counter)),
                ("at", .time(node.milliseconds)),
                ("paths", .array(node.paths.map { .string($0) })),
                ("outcome", .string(node.outcome.rawValue)), ("code", .text(node.code)),
                ("parents", .array(parents)), ("exact", .bool(node.isExact)),
                ("live", .bool(node.isLive)), ("older", .bool(node.hasOlder)),
                ("resolves", .array(node.resolves.map { .string($0) })),
                ("conflicts", .array(node.conflicts.map { .string($0) })),
                ("lane", .count(layout.lanes[index])),
            ]
        }
    }

    /// The rows of the graph, each change with what it is beside it, and who the replicas are.
    func lines() throws -> [String] {
        guard !graph.nodes.isEmpty else { return [] }
        let width = try context.columns()
        let layout = layout(laneLimit: min(GraphView.laneLimit, max(2, width / 6)))
        let characters = GraphCharacters(locale: context.settings.environment)
        let colours = Dictionary(
            uniqueKeysWithValues: replicas.enumerated().map { ($0.element, $0.offset) })
        var lines = layout.rows.map { row -> String in
            let drawing = drawing(row, characters, colours)
            guard let node = row.node else { return drawing.text }
            let room = max(0, 2 * layout.width - drawing.columns)
            let text = TextWrapping.truncated(
                title(graph.nodes[node], row.elided), to: max(20, width - 2 * layout.width))
            let label = names.text(graph.nodes[node].dot)
            let rest = text.hasPrefix(label) ? String(text.dropFirst(label.count)) : ""
            let colour = colours[graph.nodes[node].dot.replica] ?? 0
            let dressed = rest.isEmpty ? text : coloured(label, colour) + rest
            return drawing.text + String(repeating: " ", count: room) + dressed
        }
        if graph.isCut { lines.append(context.style.dim(context.messages(HistoryPhrase.older))) }
        return lines + [""] + legend(colours)
    }

    /// Which replica is which.
    private func legend(_ colours: [ReplicaID: Int]) -> [String] {
        replicas.map { replica in
            let name = coloured(names.text(replica), colours[replica] ?? 0)
            let own = names.isOwn(replica) ? context.messages(HistoryPhrase.thisStore) : ""
            return own.isEmpty ? "\(name)  \(replica)" : "\(name)  \(replica)  \(own)"
        }
    }

    private func drawing(
        _ row: GraphLayout.Row, _ characters: GraphCharacters, _ colours: [ReplicaID: Int]
    ) -> (text: String, columns: Int) {
        var result = ""
        for (lane, cell) in row.cells.enumerated() {
            var (line, join) = characters.text(cell)
            if row.node == nil, lane == row.cells.count - 1 { join = "" }
            if cell.isNode, let node = row.node { line = sign(graph.nodes[node], characters) }
            let colour = cell.owner.flatMap { colours[graph.nodes[$0].dot.replica] }
            result += colour.map { coloured(line + join, $0) } ?? line + join
        }
        return (result, 2 * row.cells.count)
    }

    private func sign(_ node: CausalGraph.Node, _ characters: GraphCharacters) -> String {
        let isPlain = characters == .ascii
        switch node.outcome {
        case .refused: return isPlain ? "x" : "✗"
        case .withdrawn: return isPlain ? "-" : "–"
        case .pending: return isPlain ? "^" : "◆"
        case .acknowledged, .arrived:
            return node.isLive ? (isPlain ? "*" : "●") : (isPlain ? "o" : "○")
        }
    }

    /// Who, when, what and what came of it.
    func title(_ node: CausalGraph.Node, _ elided: [Int] = []) -> String {
        var parts = [
            names.text(node.dot) + (node.isExact ? "" : "~"),
            context.dates.minute(milliseconds: node.milliseconds),
        ]
        if document == nil { parts.append(ShortID.text(node.document)) }
        if let code = node.code { parts.append("[\(code)]") }
        if !node.conflicts.isEmpty {
            let text = context.messages(HistoryPhrase.conflicting, list(node.conflicts))
            parts.append("[\(text)]")
        }
        if !node.resolves.isEmpty {
            let text = context.messages(HistoryPhrase.settles, list(node.resolves))
            parts.append("[\(text)]")
        }
        if !elided.isEmpty {
            let names = elided.map { self.names.text(graph.nodes[$0].dot) }
            parts.append("[\(context.messages(HistoryPhrase.elided, list(names)))]")
        }
        return SafeText.line((parts + [list(node.paths)]).joined(separator: "  "))
    }

    private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

    private func coloured(_ text: String, _ place: Int) -> String {
        let style = context.style
        let dress = [
            style.cyan, style.yellow, style.green, style.magenta, style.blue, style.red,
        ]
        return text.allSatisfy { $0 == " " } ? text : dress[place % dress.count](text)
    }
}

extension GraphCharacters {
    /// Box drawing where the locale says UTF-8, else signs that every terminal has.
    init(locale environment: [String: String]) {
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy
            .compactMap { environment[$0]?.nonBlank }.first?.lowercased() ?? ""
        self = locale.contains("utf-8") || locale.contains("utf8") ? .unicode : .ascii
    }
}
