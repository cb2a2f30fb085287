import Foundation
import VNModel

/// All findings of a run of the bench, as a table and as JSON.
struct Report {
    /// What was measured with, in the order of the JSON's reader.
    let settings: [(String, JSONValue)]
    let findings: [Finding]

    /// The table; one line a finding.
    var table: String {
        let head = ["id", "what", "value", "floor", "ratio", "budget", "within"]
        let rows = [head] + findings.map(\.columns)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                // Numbers stand right, words left.
                return (2...4).contains(column) ? padding + row[column] : row[column] + padding
            }
            return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }

    /// One JSON object.
    var json: JSONValue {
        .object(
            [("v", .integer(1))] + settings
                + [("findings", .array(findings.map(\.json)))])
    }

    /// Writes the JSON to a file.
    func write(to path: String) throws {
        try (json.canonicalText + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
