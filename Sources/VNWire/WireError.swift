public import VNModel

/// Why a message was not understood, or what a hub answered instead of one.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable code, such as `wire.malformed`.
    public let code: String
    /// What is wrong and how to remedy it, without any content of users.
    public let message: String
    /// Where in the text, in bytes from its start, if that is known.
    public let offset: Int?

    /// - Parameters:
    ///   - code: a stable code.
    ///   - message: what is wrong and how to remedy it.
    ///   - offset: where in the text, in bytes from its start.
    public init(code: String, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// `code: message`, and the place if it is known.
    public var description: String {
        let place = offset.map { " (byte \($0))" } ?? ""
        return "\(code): \(message)\(place)"
    }
}

extension WireError {
    /// A text that is no message of the protocol.
    public static func malformed(_ message: String, offset: Int? = nil) -> WireError {
        WireError(code: WireCode.malformed, message: message, offset: offset)
    }

    /// The error of a text that is no JSON.
    public init(_ error: JSONError) {
        self = .malformed("not valid JSON: \(error.reason)", offset: error.offset)
    }
}
