/// The terms of a WHERE clause with the values of their places.
struct SQLConditions {
    private(set) var terms: [String] = []
    private(set) var values: [SQLValue] = []

    /// Adds a term, joined to the others by AND.
    mutating func add(_ term: String, _ values: SQLValue...) {
        add(term, values)
    }

    mutating func add(_ term: String, _ values: [SQLValue]) {
        assert(term.count { $0 == "?" } == values.count, "each place has a value")
        terms.append(term)
        self.values += values
    }

    /// Adds `column IN (…)`; nothing for an empty set, which admits everything.
    ///
    /// - Parameter literal: a single value that is written into the text, so that a partial index
    ///   can serve it.
    mutating func add(_ column: String, in set: Set<String>, literal: String = "") {
        if set == [literal] {
            terms.append("\(column) = '\(literal)'")
        } else if !set.isEmpty {
            let places = Array(repeating: "?", count: set.count).joined(separator: ", ")
            add("\(column) IN (\(places))", set.sorted().map { .text($0) })
        }
    }

    /// The clause, beginning with a space; empty without terms.
    var clause: String { terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ") }
}
