internal import VNModel

/// Conflicts with their values, numbered for `resolve --take`.
struct ConflictView {
    let messages: Messages
    let style: Style
    let dates: DateText
    let width: Int
    /// The replica that writes here.
    let own: ReplicaID?

    func lines(_ conflict: Conflict) -> [String] {
        let id = ShortID.text(conflict.document)
        var lines = [style.bold("⚡ \(id) \(SafeText.line(conflict.path))")]
        for (index, value) in conflict.values.enumerated() {
            let shown: WritingPhrase = value.isShown ? .conflictShown : .conflictHidden
            let owner = value.dot.replica == own ? "local" : value.dot.replica.description
            let title = [
                owner, dates.minute(milliseconds: value.stamp.milliseconds), messages(shown),
            ].joined(separator: " · ")
            lines.append("  \(index + 1). " + style.cyan(title))
            lines += TextWrapping.lines(
                text(value.value, conflict.path), width: width, first: "     ")
        }
        let remedy = "vnsync resolve \(id) --field \(conflict.path) --take local|remote|both|N"
        return lines
            + TextWrapping.lines(
                messages(WritingPhrase.settleWith, remedy), width: width, first: "  "
            ).map(style.dim)
    }

    private func text(_ value: JSONValue, _ path: String) -> String {
        if path == RegisterPath.deleted {
            return messages(
                value.isNull ? WritingPhrase.conflictKept : WritingPhrase.conflictDeleted)
        }
        if value.isNull { return messages(WritingPhrase.conflictRemoved) }
        return value.string ?? value["text"]?.string ?? value["status"]?.string
            ?? value["name"]?.string ?? value["alt"]?.string ?? value.canonicalText
    }
}
