internal import VNModel
internal import VNStore

/// What an import did.
enum ImportView {
    /// The JSON.
    static func record(_ report: ImportReport) -> [(String, JSONValue?)] {
        let failed = report.failed.map { failure in
            JSONValue.members([
                ("source", .string(failure.source)), ("line", .count(failure.line)),
                ("code", .string(failure.code)), ("reason", .string(failure.reason)),
            ])
        }
        return [
            ("articles", .count(report.articles)), ("comments", .count(report.comments)),
            ("new", .count(report.created)),
            ("changed", .count(report.changed)), ("unchanged", .count(report.unchanged)),
            ("skipped", .count(report.skippedCount)), ("failedCount", .count(report.failedCount)),
            ("failed", .array(failed)), ("readOnce", .bool(report.isReadOnce)),
        ]
    }

    /// `file:line: reason (code)`, as compilers write it.
    static func line(_ failure: ImportFailure) -> String {
        "    \(failure.source):\(failure.line): \(failure.reason) (\(failure.code))"
    }
}
