internal import VNModel
internal import VNStore

/// Values of registers as people read them, on one line.
struct ValueText {
    let messages: Messages

    /// A value; `nil` if there is none.
    func line(_ value: JSONValue?) -> String {
        guard let value else { return messages(HistoryPhrase.nothing) }
        if value.isNull { return messages(HistoryPhrase.removed) }
        let text =
            value.mainText ?? value["status"]?.string ?? value["name"]?.string
            ?? value["headline"]?.string ?? value["image"]?["url"]?.string
            ?? value["url"]?.string ?? value["at"]?.string ?? value.canonicalText
        return SafeText.line(text)
    }

    /// The values that stood at a moment.
    func line(_ values: FieldChange.Values) -> String {
        switch values {
        case .unknown: messages(HistoryPhrase.unknown)
        case .known(let values):
            values.isEmpty
                ? messages(HistoryPhrase.nothing)
                : values.map { line($0) }.joined(separator: " | ")
        }
    }
}
