internal import VNModel
internal import VNStore

/// What an export did. Its stdout is the export itself, so this is told on stderr.
enum ExportView {
    /// Writes the JSON to stderr.
    static func tell(_ report: ExportReport) {
        Output.errors(String(decoding: Record(members(report)).line, as: UTF8.self))
    }

    private static func members(_ report: ExportReport) -> [(String, JSONValue?)] {
        let omitted = report.omitted.map { ($0.key, JSONValue.count($0.value)) }
        return [
            ("articles", .count(report.articles)), ("comments", .count(report.comments)),
            ("bytes", .count(report.bytes)), ("skipped", .count(report.skipped)),
            ("missing", .array(report.missing.map { .string($0.description) })),
            ("omitted", .object(omitted)),
        ]
    }
}
