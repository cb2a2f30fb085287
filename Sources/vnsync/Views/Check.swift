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

    /// The JSON.
    var record: JSONValue {
        .members([
            ("name", .string(name)), ("ok", .bool(isOK)), ("detail", .string(detail)),
        ])
    }
}

extension [Check] {
    /// Shows the checks: a line each, and whether all is well.
    func show(_ context: Context, more: [(String, JSONValue?)] = []) throws {
        let isOK = allSatisfy(\.isOK)
        if context.isJSON {
            let members: [(String, JSONValue?)] = [
                ("ok", .bool(isOK)), ("checks", .array(map(\.record))),
            ]
            return try context.output.json(members + more)
        }
        let messages = context.messages
        var table = Table()
        for check in self {
            let verdict: StatusPhrase = check.isOK ? .checkOK : .checkBad
            let dress = check.isOK ? context.style.green : context.style.red
            table.add(
                .init(messages(verdict), dress: dress), .init(check.name), .init(check.detail))
        }
        for line in table.lines { try context.output.line(line) }
        context.note(messages(isOK ? StatusPhrase.healthy : .unwell))
    }
}
