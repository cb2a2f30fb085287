internal import VNModel

/// Puts the comments of an article into the order of their thread.
///
/// Depth first, siblings by time and id. A parent that is not among the comments stands as a
/// placeholder at the time of its first reply. Comments whose parents form a cycle begin a thread
/// at the oldest of them. No comment is lost and none stands twice, whatever the data.
///
/// - Complexity: O(*n* log *n*) in the number of comments, without recursion.
struct ThreadBuilder {
    /// What is known of one comment.
    struct Node {
        let id: DocumentID
        let parent: DocumentID?
        let milliseconds: Int64
        /// Whether it is shown itself.
        let isShown: Bool
    }

    /// One place in the thread.
    struct Place: Equatable {
        /// The comment.
        let id: DocumentID
        /// The index of the node; `nil` if the comment is not here.
        let node: Int?
        /// 0 for comments on the article.
        let depth: Int
        /// The index of the place above.
        let above: Int?
    }

    private let nodes: [Node]
    private let depthLimit: Int
    private var children: [DocumentID: [Int]] = [:]
    private var isPlaced: [Bool]
    private var places: [Place] = []

    private init(_ nodes: [Node], depthLimit: Int) {
        // The order of siblings is the order of the nodes.
        self.nodes = nodes.sorted {
            ($0.milliseconds, $0.id) < ($1.milliseconds, $1.id)
        }
        self.depthLimit = depthLimit
        isPlaced = Array(repeating: false, count: nodes.count)
    }

    /// The places of a thread and the nodes that they name.
    ///
    /// Nodes that are not shown and have no shown reply below them have no place.
    ///
    /// - Parameters:
    ///   - nodes: the comments of one article, each once.
    ///   - depthLimit: the greatest depth.
    static func build(
        _ nodes: [Node], depthLimit: Int
    ) -> (places: [Place], nodes: [Node]) {
        var builder = ThreadBuilder(nodes, depthLimit: depthLimit)
        builder.placeAll()
        return (builder.shownPlaces(), builder.nodes)
    }

    private mutating func placeAll() {
        let present = Set(nodes.map(\.id))
        var roots: [(id: DocumentID, node: Int?)] = []
        for (index, node) in nodes.enumerated() {
            guard let parent = node.parent else {
                roots.append((node.id, index))
                continue
            }
            // The first reply to a comment that is not here stands for it among the roots.
            if !present.contains(parent), children[parent] == nil { roots.append((parent, nil)) }
            children[parent, default: []].append(index)
        }
        for root in roots { place(root.id, root.node) }
        // What no root leads to stands in a cycle.
        for index in nodes.indices where !isPlaced[index] { place(nodes[index].id, index) }
        assert(isPlaced.allSatisfy { $0 }, "every comment has a place")
    }

    /// Places a comment and all below it.
    private mutating func place(_ id: DocumentID, _ node: Int?) {
        var stack = [Place(id: id, node: node, depth: 0, above: nil)]
        while let next = stack.popLast() {
            if let node = next.node {
                guard !isPlaced[node] else { continue }
                isPlaced[node] = true
            }
            let place = places.count
            places.append(next)
            for child in (children[next.id] ?? []).reversed() where !isPlaced[child] {
                stack.append(
                    Place(
                        id: nodes[child].id, node: child,
                        depth: min(next.depth + 1, depthLimit), above: place))
            }
        }
    }

    /// The places without those that neither show anything nor stand above anything shown.
    private func shownPlaces() -> [Place] {
        var isNeeded = places.map { place in place.node.map { nodes[$0].isShown } ?? false }
        for index in places.indices.reversed() where isNeeded[index] {
            if let above = places[index].above { isNeeded[above] = true }
        }
        return places.indices.filter { isNeeded[$0] }.map { places[$0] }
    }
}
