internal import VNModel

/// The result of one check, as `verify` and `doctor` show it.
struct Check: Sendable {
    let name: String
    let isOK: Bool
    let detail: String

    init(_ name: String, isOK: Bool, _ detail: String) {
        self.name = name
        self.isOK = isOK
        self.detail = detail
    }
}

extension [Check] {
    /// Shows the checks: a line each, and whether all is well.
    func show(_ context: Context, more: [(String, JSONValue?)] = []) throws {
        let isOK = allSatisfy(\.isOK)
        if context.isJSON {
            let checks = map {
                JSONValue.members([
                    ("name", .string($0.name)), ("ok", .bool($0.isOK)),
                    ("detail", .string($0.detail)),
                ])
            }
            return try context.output.json(
                [("ok", .bool(isOK)), ("checks", .array(checks))] + more)
        }
        let messages = context.messages
        var table = Table()
        for check in self {
            table.add(
                .init(
                    messages(check.isOK ? StatusPhrase.checkOK : .checkBad),
                    dress: check.isOK ? context.style.green : context.style.red),
                .init(check.name), .init(check.detail))
        }
        for line in table.lines { try context.output.line(line) }
        context.note(messages(isOK ? StatusPhrase.healthy : .unwell))
    }
}
