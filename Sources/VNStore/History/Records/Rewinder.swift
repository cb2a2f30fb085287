internal import VNModel

/// Takes a document back through its timeline, event by event.
struct Rewinder {
    private let timeline: DocumentTimeline
    /// Values of writes that stand or stood here.
    private let values: KnownValues
    /// What is live at each path.
    private(set) var live: [String: [LiveValue]] = [:]
    /// Paths of which it is not known what stood there.
    private(set) var unknown: Set<String> = []
    /// How many events are behind the present state.
    private(set) var position: Int

    init(_ timeline: DocumentTimeline, _ values: KnownValues) {
        self.timeline = timeline
        self.values = values
        position = timeline.events.count
        for field in timeline.present?.fields ?? [] { live[field.path] = field.register.live }
    }

    /// Goes back until so many events have happened.
    mutating func rewind(to target: Int) {
        while position > target {
            position -= 1
            switch timeline.events[position] {
            case .change(let row):
                for operation in row.change.operations {
                    restore(operation.path, timeline.former(row.change, operation))
                }
            case .arrival(let row):
                for register in row.registers { restore(register.path, register.former) }
            }
        }
        compareWithPast()
    }

    private mutating func restore(_ path: String, _ former: [ArrivalRow.Value]?) {
        var result: [LiveValue] = []
        for value in former ?? [] {
            guard let known = values.live(value, path) else {
                live[path] = nil
                unknown.insert(path)
                return
            }
            result.append(known)
        }
        if former == nil { unknown.insert(path) } else { unknown.remove(path) }
        live[path] = result.isEmpty ? nil : result
    }

    /// What earlier events left must be what stands now: else something happened between that is
    /// not recorded.
    private mutating func compareWithPast() {
        var done: Set<String> = []
        for index in (0..<position).reversed() {
            for (path, dots) in timeline.left(by: index) where done.insert(path).inserted {
                let standing = (live[path] ?? []).map(\.dot)
                guard standing != dots else { continue }
                unknown.insert(path)
            }
        }
    }
}

extension DocumentTimeline {
    /// What an event left live at the paths that it changed.
    func left(by index: Int) -> [(path: String, dots: [Dot])] {
        switch events[index] {
        case .change(let row):
            row.change.operations.map { ($0.path, [row.change.dot]) }
        case .arrival(let row):
            row.registers.map { ($0.path, $0.live.map(\.dot)) }
        }
    }

    /// The dots that an event brought.
    func brought(by index: Int) -> Set<Dot> {
        switch events[index] {
        case .change(let row): [row.change.dot]
        case .arrival(let row): Set(row.registers.flatMap { $0.new.map(\.dot) })
        }
    }
}
