/// Why no answer came, or why it broke off.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// A stable string: `remote.unavailable`, `remote.timeout`, `remote.tls`,
    /// `remote.captive-portal`, `remote.protocol`, `remote.address`.
    public let code: String
    /// What happened, for people; no tokens, no content.
    public let message: String
    /// Whether the same request may succeed later.
    public let isRetryable: Bool

    /// - Parameters:
    ///   - code: a stable string.
    ///   - message: what happened.
    ///   - isRetryable: whether the same request may succeed later.
    public init(code: String, message: String, isRetryable: Bool) {
        self.code = code
        self.message = message
        self.isRetryable = isRetryable
    }

    /// Nothing answers at the address, or the connection broke.
    public static func unavailable(_ message: String) -> TransportError {
        TransportError(code: "remote.unavailable", message: message, isRetryable: true)
    }

    /// What answers does not speak the protocol.
    public static func protocolViolation(_ message: String) -> TransportError {
        TransportError(code: "remote.protocol", message: message, isRetryable: false)
    }

    /// `code: message`.
    public var description: String { "\(code): \(message)" }
}
