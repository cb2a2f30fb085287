internal import VNModel

/// What a check of a hub's store found.
package struct HubReport: Sendable {
    /// One check.
    package struct Check: Sendable {
        /// A stable name.
        package let name: String
        /// Whether all was in order.
        package let isOK: Bool
        /// What was counted, or what is wrong; no content of documents.
        package let detail: String
    }

    /// The checks, in the order in which they ran.
    package let checks: [Check]

    /// Whether all was in order.
    package var isOK: Bool { checks.allSatisfy(\.isOK) }

    /// `{"v":1, "ok":…, "checks":[{"name":…, "ok":…, "detail":…}]}`, canonically encoded.
    package var jsonText: String {
        let checks = checks.map { check in
            JSONValue.object([
                ("detail", .string(check.detail)), ("name", .string(check.name)),
                ("ok", .bool(check.isOK)),
            ])
        }
        return JSONValue.object([
            ("checks", .array(checks)), ("ok", .bool(isOK)), ("v", .integer(1)),
        ]).canonicalText
    }
}
