import Foundation
import VNModel

/// One line of the result.
struct Finding {
    /// The budget's name, such as `P1`.
    let id: String
    /// What was measured.
    let what: String
    /// The figure, in `unit`.
    let value: Double
    /// What it counts.
    let unit: String
    /// What the same work costs without us, in the same unit.
    var floor: Double?
    /// The bound, if there is one: of value ÷ floor where there is a floor, else of the value.
    var budget: Budget?

    /// Value ÷ floor.
    var ratio: Double? { floor.map { value / $0 } }

    /// Whether the budget is kept; `nil` without one.
    var isWithin: Bool? { budget.map { $0.admits(ratio ?? value) } }

    /// The columns of the table.
    var columns: [String] {
        [
            id, what, Finding.text(value) + " " + unit, floor.map(Finding.text) ?? "",
            ratio.map(Finding.text) ?? "", budget?.text ?? "",
            isWithin.map { $0 ? "yes" : "NO" } ?? "",
        ]
    }

    /// The finding as it stands in the JSON file.
    var json: JSONValue {
        var pairs: [(String, JSONValue)] = [
            ("id", .string(id)), ("what", .string(what)), ("value", .number(value)),
            ("unit", .string(unit)),
        ]
        if let floor { pairs.append(("floor", .number(floor))) }
        if let ratio { pairs.append(("ratio", .number(ratio))) }
        if let budget { pairs.append(("budget", .string(budget.text))) }
        if let isWithin { pairs.append(("within", .bool(isWithin))) }
        return .object(pairs)
    }

    /// A number with three or four digits that count.
    static func text(_ number: Double) -> String {
        let digits = number >= 1_000 || number == number.rounded() ? 0 : number >= 10 ? 1 : 3
        return String(format: "%.\(digits)f", number)
    }
}
