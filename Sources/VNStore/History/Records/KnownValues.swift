internal import VNModel

/// The values that stand or stood in a document here, by path and write.
struct KnownValues {
    private struct Key: Hashable {
        let path: String
        let dot: Dot
    }

    private var values: [Key: LiveValue] = [:]

    /// All that the present document, the journal and the recorded former values tell.
    ///
    /// - Complexity: O(*n*) in the values.
    init(_ timeline: DocumentTimeline) {
        for field in timeline.present?.fields ?? [] {
            for value in field.register.live {
                values[Key(path: field.path, dot: value.dot)] = value
            }
        }
        for event in timeline.events {
            switch event {
            case .change(let row): add(row.change)
            case .arrival(let row): add(row)
            }
        }
        for row in timeline.superseded { add(row) }
    }

    private mutating func add(_ change: Change) {
        for operation in change.operations {
            let key = Key(path: operation.path, dot: change.dot)
            if values[key] == nil {
                values[key] = LiveValue(
                    dot: change.dot, stamp: change.stamp, value: operation.value)
            }
        }
    }

    private mutating func add(_ row: ArrivalRow) {
        for register in row.registers {
            for former in register.former {
                guard let value = former.value else { continue }
                let key = Key(path: register.path, dot: former.dot)
                if values[key] == nil {
                    values[key] = LiveValue(dot: former.dot, stamp: former.stamp, value: value)
                }
            }
        }
    }

    /// The value of a write, if it is known.
    func value(_ dot: Dot, _ path: String) -> JSONValue? {
        values[Key(path: path, dot: dot)]?.value
    }

    /// A value that was live, with its stamp, if it is known.
    func live(_ value: ArrivalRow.Value, _ path: String) -> LiveValue? {
        values[Key(path: path, dot: value.dot)]
    }
}
