internal import VNModel

/// Makes a causal graph of changes: a pure function of them.
struct CausalGraphBuilder {
    /// Counters that the closures of all nodes hold together. Raising it draws larger graphs of
    /// more replicas for eight bytes each.
    static let closureEntries = 4_000_000
    /// Circles that are opened one by one; if there are more, all are at once.
    private static let circleLimit = 64

    /// By replica, then by counter.
    private let changes: [GraphChange]
    private let replicas: [ReplicaID: Int]
    /// Of each replica the places of its changes, ascending by counter.
    private let byReplica: [[Int]]
    /// The beginning of each document that has one: whoever writes to a document has it, and so
    /// saw that. A document that several made without each other has none.
    private let beginnings: [DocumentID: Int]

    init(_ changes: [GraphChange]) {
        self.changes = changes.sorted { $0.dot < $1.dot }
        var replicas: [ReplicaID: Int] = [:]
        var byReplica: [[Int]] = []
        for (place, change) in self.changes.enumerated() {
            if let replica = replicas[change.dot.replica] {
                byReplica[replica].append(place)
            } else {
                replicas[change.dot.replica] = byReplica.count
                byReplica.append([place])
            }
        }
        self.replicas = replicas
        self.byReplica = byReplica
        var found: [DocumentID: [Int]] = [:]
        for (place, change) in self.changes.enumerated() where change.isBeginning {
            found[change.document, default: []].append(place)
        }
        beginnings = found.filter { $0.value.count == 1 }.mapValues { $0[0] }
    }

    /// An edge to what a change saw.
    private struct Edge {
        let parent: Int
        let isExact: Bool
    }

    /// The graph of the newest changes.
    ///
    /// - Parameters:
    ///   - limit: how many.
    ///   - isCut: whether changes are missing already.
    ///   - isWanted: which to keep; edges lead through those that are not.
    func graph(
        limit: Int, isCut: Bool, where isWanted: (GraphChange) -> Bool = { _ in true }
    ) -> CausalGraph {
        var edges = changes.indices.map { self.edges(of: $0) }
        let order = self.order(&edges)
        let room = CausalGraphBuilder.closureEntries / max(1, byReplica.count)
        let kept = order.suffix(max(1, room))
        var closures = [[UInt64]](repeating: [], count: changes.count)
        for place in kept { closures[place] = closure(edges[place], closures) }
        let wanted = kept.filter { isWanted(changes[$0]) }
        let shown = Array(wanted.suffix(limit).reversed())
        let cutCount = order.count - kept.count + wanted.count - shown.count
        var index: [Int: Int] = [:]
        for (row, place) in shown.enumerated() { index[place] = row }
        let parents = shownParents(kept, edges, closures, index)
        let nodes = shown.map { place in
            let isExact =
                changes[place].writes.allSatisfy(\.isExact)
                || edges[place].allSatisfy(\.isExact)
            return node(place, parents[place] ?? Seen(), index, isExact: isExact)
        }
        return CausalGraph(nodes: nodes, isCut: isCut || cutCount > 0)
    }

    // MARK: What each saw

    private func edges(of place: Int) -> [Edge] {
        let change = changes[place]
        var best: [Int: Edge] = [:]
        func add(_ parent: Int, isExact: Bool) {
            let replica = replicas[changes[parent].dot.replica] ?? 0
            if let known = best[replica],
                (known.parent, known.isExact ? 1 : 0)
                    >= (parent, isExact ? 1 : 0)
            {
                return
            }
            best[replica] = Edge(parent: parent, isExact: isExact)
        }
        for write in change.writes {
            for entry in write.seen.entries where entry.replica != change.dot.replica {
                if let parent = last(entry.replica, upTo: entry.counter) {
                    add(parent, isExact: write.isExact)
                }
            }
        }
        if let own = last(change.dot.replica, upTo: change.dot.counter - 1) {
            add(own, isExact: true)
        }
        if let beginning = beginnings[change.document], beginning != place {
            add(beginning, isExact: true)
        }
        return best.keys.sorted().compactMap { best[$0] }
    }

    /// The last known change of a replica up to a counter.
    private func last(_ replica: ReplicaID, upTo counter: UInt64) -> Int? {
        guard let number = replicas[replica] else { return nil }
        let places = byReplica[number]
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[places[middle]].dot.counter <= counter {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low > 0 ? places[low - 1] : nil
    }

    // MARK: Order

    /// All changes, each behind what it saw, of others the older first. Edges that are only
    /// bounds and would lead in a circle are taken out.
    private func order(_ edges: inout [[Edge]]) -> [Int] {
        var waiting = edges.map(\.count)
        var children = [[Int]](repeating: [], count: edges.count)
        for (place, list) in edges.enumerated() {
            for edge in list { children[edge.parent].append(place) }
        }
        var ready = AgeHeap(changes)
        for place in waiting.indices where waiting[place] == 0 { ready.insert(place) }
        var done = [Bool](repeating: false, count: edges.count)
        var order: [Int] = []
        order.reserveCapacity(edges.count)
        var circles = 0
        while order.count < edges.count {
            guard let place = ready.popOldest() else {
                circles += 1
                let isMany = circles > CausalGraphBuilder.circleLimit
                let stuck =
                    isMany
                    ? changes.indices.filter { !done[$0] }
                    : [
                        stuckPlace(edges, done)
                    ]
                for place in stuck {
                    edges[place].removeAll { !done[$0.parent] }
                    waiting[place] = 0
                    ready.insert(place)
                }
                continue
            }
            guard !done[place] else { continue }
            done[place] = true
            order.append(place)
            for child in children[place] where !done[child] {
                waiting[child] -= 1
                if waiting[child] == 0 { ready.insert(child) }
            }
        }
        return order
    }

    /// The oldest change of a circle that may not have seen what it seems to have.
    private func stuckPlace(_ edges: [[Edge]], _ done: [Bool]) -> Int {
        let rest = changes.indices.filter { !done[$0] }.sorted {
            (changes[$0].stamp, changes[$0].dot) < (changes[$1].stamp, changes[$1].dot)
        }
        let doubtful = rest.first { place in
            edges[place].contains { !done[$0.parent] && !$0.isExact }
                && !edges[place].contains { !done[$0.parent] && $0.isExact }
        }
        return doubtful ?? rest[0]
    }

    // MARK: Reduction

    /// For each replica the number of its changes that a change saw, itself aside.
    private func closure(_ edges: [Edge], _ closures: [[UInt64]]) -> [UInt64] {
        var result = [UInt64](repeating: 0, count: byReplica.count)
        for edge in edges {
            for (replica, counter) in closures[edge.parent].enumerated()
            where result[replica] < counter { result[replica] = counter }
            let dot = changes[edge.parent].dot
            let replica = replicas[dot.replica] ?? 0
            result[replica] = max(result[replica], dot.counter)
        }
        return result
    }

    /// Which shown changes one saw, and whether it saw others that are not shown.
    private struct Seen {
        var parents: Set<Int> = []
        var hasOlder = false
    }

    /// Of each shown change the shown changes that it saw, through those not shown as well.
    private func shownParents(
        _ kept: ArraySlice<Int>, _ edges: [[Edge]], _ closures: [[UInt64]], _ index: [Int: Int]
    ) -> [Int: Seen] {
        var result: [Int: Seen] = [:]
        for place in kept {
            var seen = Seen()
            for edge in edges[place] {
                if index[edge.parent] != nil {
                    seen.parents.insert(edge.parent)
                } else if let through = result[edge.parent], !through.parents.isEmpty {
                    seen.parents.formUnion(through.parents)
                } else {
                    seen.hasOlder = true
                }
            }
            seen.parents = reduced(seen.parents, closures)
            result[place] = seen
        }
        return result
    }

    /// Without those that others among them saw.
    private func reduced(_ places: Set<Int>, _ closures: [[UInt64]]) -> Set<Int> {
        guard places.count > 1 else { return places }
        return places.filter { place in
            let dot = changes[place].dot
            let replica = replicas[dot.replica] ?? 0
            return !places.contains { other in
                other != place && closures[other][replica] >= dot.counter
            }
        }
    }

    // MARK: Nodes

    private func node(
        _ place: Int, _ seen: Seen, _ index: [Int: Int], isExact: Bool
    ) -> CausalGraph.Node {
        let change = changes[place]
        let parents = seen.parents.sorted { left, right in
            let isOwn = (
                changes[left].dot.replica == change.dot.replica,
                changes[right].dot.replica == change.dot.replica
            )
            if isOwn.0 != isOwn.1 { return isOwn.0 }
            return (index[left] ?? 0) < (index[right] ?? 0)
        }
        return CausalGraph.Node(
            dot: change.dot, document: change.document, kind: change.kind,
            milliseconds: change.stamp.milliseconds,
            paths: Set(change.writes.map(\.path)).sorted(), outcome: change.outcome,
            code: change.code, parents: parents.compactMap { index[$0] },
            isExact: isExact, resolves: resolved(by: change),
            conflicts: change.conflicts.sorted(), isLive: !change.live.isEmpty,
            hasOlder: seen.hasOlder)
    }

    /// Paths on which a change saw several values that had not seen each other.
    private func resolved(by change: GraphChange) -> [String] {
        change.writes.filter(\.isExact).filter { write in
            guard write.seen.entries.count > 1 else { return false }
            let seen = write.seen.entries.compactMap { entry -> (Dot, VersionVector)? in
                guard let place = lastWrite(entry, write.path, before: change.dot),
                    let other = changes[place].writes.first(where: { $0.path == write.path }),
                    changes[place].document == change.document
                else { return nil }
                return (changes[place].dot, other.seen)
            }
            let last = seen.filter { one in !seen.contains { $0.1.includes(one.0) } }
            return last.count > 1
        }.map(\.path).sorted()
    }

    /// The write of exactly the counter that a vector names, if it is known.
    private func lastWrite(
        _ entry: VersionVector.Entry, _ path: String, before dot: Dot
    ) -> Int? {
        guard entry.replica != dot.replica || entry.counter < dot.counter,
            let place = last(entry.replica, upTo: entry.counter),
            changes[place].dot.counter == entry.counter
        else { return nil }
        return place
    }
}

/// Places of changes, the oldest first.
private struct AgeHeap {
    private let changes: [GraphChange]
    private var places: [Int] = []

    init(_ changes: [GraphChange]) { self.changes = changes }

    private func isOlder(_ left: Int, _ right: Int) -> Bool {
        (changes[left].stamp, changes[left].dot) < (changes[right].stamp, changes[right].dot)
    }

    mutating func insert(_ place: Int) {
        places.append(place)
        var child = places.count - 1
        while child > 0, isOlder(places[child], places[(child - 1) / 2]) {
            places.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popOldest() -> Int? {
        guard let oldest = places.first else { return nil }
        let last = places.removeLast()
        guard !places.isEmpty else { return oldest }
        places[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < places.count else { return oldest }
            if child + 1 < places.count, isOlder(places[child + 1], places[child]) { child += 1 }
            guard isOlder(places[child], places[parent]) else { return oldest }
            places.swapAt(child, parent)
            parent = child
        }
    }
}
