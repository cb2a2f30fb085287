internal import Foundation

/// What the daemon tells programs: where it listens, or why it does not.
struct JSONLine: Encodable {
    /// Why the daemon does not run.
    struct Failure: Encodable {
        let code: String
        let message: String
        let hint: String?
    }

    var v = 1
    var listening: String?
    var error: Failure?

    /// One line, keys sorted.
    static func text(_ line: JSONLine) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(line) else {
            preconditionFailure("texts and numbers can always be encoded")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
