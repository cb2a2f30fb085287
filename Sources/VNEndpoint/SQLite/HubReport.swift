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
}
