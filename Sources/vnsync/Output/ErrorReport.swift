internal import VNModel

/// Tells on stderr why a command failed.
struct ErrorReport {
    let isJSON: Bool
    let messages: Messages
    let style: Style

    /// - Parameters:
    ///   - error: what happened.
    ///   - purpose: what could not be done; `nil` where nothing was begun.
    /// - Returns: the exit status.
    func show(_ error: any Error, _ purpose: Purpose?) -> Int32 {
        let failure = Failure(error)
        let text = messages.error(failure)
        if isJSON {
            let details = JSONValue.members([
                ("code", .string(failure.code)), ("message", .string(text.message)),
                ("hint", .text(text.hint)), ("retryAfter", failure.retryAfter.map { .integer($0) }),
                ("cause", .text(failure.cause)),
            ])
            Output.errors(String(decoding: Record([("error", details)]).line, as: UTF8.self))
        } else {
            let task = purpose.map { messages($0) + ": " } ?? ""
            let message = SafeText.line(task + text.message)
            var lines = style.bold(style.red("vnsync:")) + " \(message)\n"
            for line in text.hint?.split(separator: "\n") ?? [] {
                lines += "    \(SafeText.line(String(line)))\n"
            }
            Output.errors(lines)
        }
        return ErrorTable.status(failure.code).rawValue
    }
}
