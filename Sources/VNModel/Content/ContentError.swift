/// Why content is refused: a code, where it stands, and what is wrong with it.
public struct ContentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable code: `content.invalid`, `content.not-normalized`, `content.too-large` or
    /// `content.incomplete`.
    public let code: String
    /// A JSON pointer (RFC 6901) to the offending value; empty for the whole.
    public let pointer: String
    /// What is wrong, in a few words, without the content.
    public let reason: String

    /// - Parameters:
    ///   - code: a stable code.
    ///   - pointer: a JSON pointer.
    ///   - reason: a few words without the content.
    public init(code: String = "content.invalid", pointer: String = "", reason: String) {
        self.code = code
        self.pointer = pointer
        self.reason = reason
    }

    /// `reason at pointer`.
    public var description: String { pointer.isEmpty ? reason : "\(reason) at \(pointer)" }

    /// The same error as seen from one level up.
    func under(_ key: String) -> ContentError {
        var escaped = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return ContentError(code: code, pointer: "/\(escaped)\(pointer)", reason: reason)
    }
}
