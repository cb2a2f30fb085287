internal import VNModel

/// Gathers the changes of a document that stand or stood here, with what each had seen.
///
/// Of a local change the journal knows it exactly. Of a change of others the register that brought
/// it tells: exactly if it came alone, else as a bound.
struct GraphCollector {
    private(set) var changes: [Dot: GraphChange] = [:]
    private let timeline: DocumentTimeline
    private var known: Set<Key> = []

    private struct Key: Hashable {
        let path: String
        let dot: Dot
    }

    init(_ timeline: DocumentTimeline) {
        self.timeline = timeline
        for event in timeline.events {
            switch event {
            case .change(let row): add(row)
            case .arrival(let row): add(row)
            }
        }
        guard let present = timeline.present else { return }
        for field in present.fields {
            let values = field.register.live.map {
                ArrivalRow.Value(dot: $0.dot, stamp: $0.stamp, value: nil)
            }
            add(values, among: values, at: field.path, seen: field.register.seen)
            for value in values { changes[value.dot]?.live.append(field.path) }
        }
        for conflict in present.conflicts where conflict.path != RegisterPath.deleted {
            for value in conflict.values { changes[value.dot]?.conflicts.append(conflict.path) }
        }
    }

    private mutating func add(_ row: JournalRow) {
        for operation in row.change.operations {
            guard let former = timeline.former(row.change, operation) else { continue }
            let others = former.filter { timeline.own[$0.dot.replica] == nil }
            add(others, among: former, at: operation.path, seen: operation.seen)
        }
        let change = row.change
        for operation in change.operations {
            known.insert(Key(path: operation.path, dot: change.dot))
        }
        var result = changes[change.dot] ?? empty(change.dot, change.stamp)
        result.writes += change.operations.map {
            GraphChange.Write(path: $0.path, seen: $0.seen, isExact: true)
        }
        result.stamp = change.stamp
        result.outcome = HistoryEntry.outcome(of: row)
        result.code = row.code
        changes[change.dot] = result
    }

    private mutating func add(_ row: ArrivalRow) {
        for register in row.registers {
            add(register.former, among: register.former, at: register.path, seen: register.past)
            // What is live and was observed by what came was live in it.
            let came = register.live.filter { register.seen.includes($0.dot) }
            add(register.new, among: came, at: register.path, seen: register.seen)
        }
    }

    /// Adds values that stood in a register that had observed `seen`, if they are not known yet.
    private mutating func add(
        _ values: [ArrivalRow.Value], among live: [ArrivalRow.Value], at path: String,
        seen: VersionVector
    ) {
        for value in values where known.insert(Key(path: path, dot: value.dot)).inserted {
            var bound = seen
            for other in live {
                let limit = other.dot.counter - 1
                bound.set(other.dot.replica, to: min(bound[other.dot.replica], limit))
            }
            let fresh = empty(value.dot, value.stamp)
            changes[value.dot, default: fresh].writes.append(
                GraphChange.Write(path: path, seen: bound, isExact: live.count < 2))
        }
    }

    private func empty(_ dot: Dot, _ stamp: HybridTimestamp) -> GraphChange {
        GraphChange(
            dot: dot, document: timeline.document, kind: timeline.kind, stamp: stamp, writes: [],
            // Rows leave the journal only when they have been acknowledged.
            outcome: timeline.own[dot.replica] == nil ? .arrived : .acknowledged)
    }
}
