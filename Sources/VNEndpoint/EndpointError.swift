/// What went wrong inside an endpoint: an invariant of its store does not hold.
///
/// Clients are told `hub.internal`; the transaction is rolled back and the store stays readable.
package struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable code.
    package let code: String
    /// What happened and how to remedy it; no content of documents.
    package let message: String

    /// - Parameters:
    ///   - code: a stable code.
    ///   - message: what happened and how to remedy it.
    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// `code: message`.
    package var description: String { "\(code): \(message)" }
}
