internal import VNModel
internal import VNStore

/// Changes that a hub refused.
struct HeldView {
    let context: Context

    /// The JSON of one.
    static func record(_ held: HeldChange) -> [(String, JSONValue?)] {
        let operations = held.operations.map {
            JSONValue.members([("path", .string($0.path)), ("value", $0.value)])
        }
        return [
            ("number", .count(held.number)), ("id", .text(held.document)),
            ("type", .string(held.kind.rawValue)), ("replica", .text(held.dot.replica)),
            ("counter", .count(held.dot.counter)), ("code", .string(held.code)),
            ("message", .string(held.message)), ("since", .time(held.heldSince)),
            ("operations", .array(operations)),
        ]
    }

    /// A line each.
    func lines(_ held: [HeldChange]) -> [String] {
        var table = Table()
        for change in held {
            table.add(
                .init("\(change.number)", isRight: true, dress: context.style.bold),
                .init(context.dates.minute(milliseconds: change.heldSince)),
                .init(ShortID.text(change.document)), .init(change.kind.rawValue),
                .init(change.code, dress: context.style.yellow), .init(change.message))
        }
        return table.lines
    }

    /// All about one.
    func details(_ held: HeldChange) throws -> [String] {
        var lines = lines([held])
        let width = try context.width()
        for operation in held.operations {
            let text =
                operation.value.string ?? operation.value["text"]?.string
                ?? operation.value.canonicalText
            lines += TextWrapping.lines(
                text, width: width, first: "  \(operation.path): ", rest: "    ")
        }
        return lines
    }
}
