internal import VNModel
internal import VNStore

/// What differs between two moments of a document.
struct DifferenceView {
    /// Characters of unchanged text around a change that are shown.
    private static let contextLength = 40

    let messages: Messages
    let style: Style
    let names: ReplicaNames

    /// The lines: fields, then blocks, then conflicts; none if nothing differs.
    func lines(_ difference: DocumentDifference, _ range: HistoryRange) -> [String] {
        let body =
            difference.fields.map(field) + difference.blocks.flatMap(block)
            + difference.newConflicts.map {
                style.yellow("⚡ " + messages(HistoryPhrase.newConflict, SafeText.line($0)))
            }
            + difference.settledConflicts.map {
                style.yellow("⚡ " + messages(HistoryPhrase.settledConflict, SafeText.line($0)))
            }
        guard !body.isEmpty else { return [] }
        let title =
            "\(difference.kind.rawValue) \(ShortID.text(difference.document))  "
            + "\(text(range.from)) → \(text(range.to))"
        return [style.bold(title)] + body
    }

    private func text(_ point: HistoryPoint) -> String {
        switch point {
        case .after(let dot): names.text(dot)
        case .before(let dot): messages(HistoryPhrase.pointBefore, names.text(dot))
        case .lastSync: messages(HistoryPhrase.pointSync)
        case .now: messages(HistoryPhrase.pointNow)
        }
    }

    private func field(_ field: FieldDifference) -> String {
        let path = SafeText.line(field.path)
        if let words = field.words {
            return "  \(style.bold(path)): " + DifferenceView.line(words, style)
        }
        let value = ValueText(messages: messages)
        switch (field.before, field.after) {
        case (nil, let after): return added("\(path): \(value.line(after))")
        case (let before, nil): return removed("\(path): \(value.line(before))")
        case (let before?, let after?):
            let isVague = value.line(before) == value.line(after)
            let texts = [before, after].map {
                isVague ? SafeText.line($0.canonicalText) : value.line($0)
            }
            return "  \(style.bold(path)): \(style.red(texts[0])) → \(style.green(texts[1]))"
        }
    }

    private func block(_ block: BlockDifference) -> [String] {
        let value = ValueText(messages: messages)
        let name = "body/" + SafeText.line(block.id)
        if block.before == nil { return [added("\(name): \(value.line(block.after))")] }
        if block.after == nil { return [removed("\(name): \(value.line(block.before))")] }
        var lines: [String] = []
        if block.isMoved {
            let phrase: HistoryPhrase = block.isEdited ? .movedAndEdited : .moved
            let places = [block.placeBefore, block.placeAfter].map { String($0 ?? 0) }
            lines.append("↕ \(style.bold(name)) " + messages(phrase, places[0], places[1]))
        }
        if let words = block.words {
            lines.append("  \(style.bold(name)): " + DifferenceView.line(words, style))
        }
        return lines
            + block.members.map {
                field(
                    FieldDifference(
                        path: "\(name) \($0.path)", before: $0.before, after: $0.after))
            }
    }

    private func added(_ text: String) -> String { style.green("+ " + text) }

    private func removed(_ text: String) -> String { style.red("- " + text) }

    /// The words in one line; long stretches that are the same are shortened.
    static func line(_ words: [WordEdit], _ style: Style) -> String {
        var result = ""
        for (index, edit) in words.enumerated() {
            let text = SafeText.line(edit.text)
            switch edit.kind {
            case .removed: result += style.isEnabled ? style.red(text) : "[-\(text)-]"
            case .added: result += style.isEnabled ? style.green(text) : "{+\(text)+}"
            case .same:
                result += DifferenceView.shortened(
                    text, keepsStart: index > 0, keepsEnd: index < words.count - 1)
            }
        }
        return result
    }

    /// The parts of an unchanged stretch that touch a change.
    private static func shortened(_ text: String, keepsStart: Bool, keepsEnd: Bool) -> String {
        let wanted = (keepsStart ? contextLength : 0) + (keepsEnd ? contextLength : 0)
        guard text.count > wanted + 3 else { return text }
        return (keepsStart ? text.prefix(contextLength) : "") + " … "
            + (keepsEnd ? text.suffix(contextLength) : "")
    }
}

extension DifferenceView {
    /// The JSON of a difference.
    static func record(
        _ difference: DocumentDifference, _ range: HistoryRange
    ) -> [(String, JSONValue?)] {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return [
            ("id", .text(difference.document)), ("type", .string(difference.kind.rawValue)),
            ("from", point(range.from)), ("to", point(range.to)),
            ("fields", .array(difference.fields.map(record))),
            ("blocks", .array(difference.blocks.map(record))),
            (
                "topics",
                .members([
                    ("added", texts(difference.addedTopics)),
                    ("removed", texts(difference.removedTopics)),
                ])
            ),
            (
                "conflicts",
                .members([
                    ("new", texts(difference.newConflicts)),
                    ("settled", texts(difference.settledConflicts)),
                ])
            ),
        ]
    }

    private static func point(_ point: HistoryPoint) -> JSONValue {
        func named(_ at: String, _ dot: Dot?) -> JSONValue {
            .members([
                ("at", .string(at)), ("replica", .text(dot?.replica)),
                ("counter", dot.map { .count($0.counter) }),
            ])
        }
        return switch point {
        case .after(let dot): named("after", dot)
        case .before(let dot): named("before", dot)
        case .lastSync: named("lastSync", nil)
        case .now: named("now", nil)
        }
    }

    private static func record(_ field: FieldDifference) -> JSONValue {
        .members([
            ("path", .string(field.path)), ("before", field.before), ("after", field.after),
            ("words", field.words.map(record)),
        ])
    }

    private static func record(_ block: BlockDifference) -> JSONValue {
        var changes: [String] = []
        if block.before == nil { changes.append("added") }
        if block.after == nil { changes.append("removed") }
        if block.isMoved { changes.append("moved") }
        if block.isEdited { changes.append("edited") }
        return .members([
            ("id", .string(block.id)), ("change", .array(changes.map { .string($0) })),
            ("before", block.before), ("after", block.after),
            ("placeBefore", block.placeBefore.map { .count($0) }),
            ("placeAfter", block.placeAfter.map { .count($0) }),
            ("words", block.words.map(record)),
        ])
    }

    private static func record(_ words: [WordEdit]) -> JSONValue {
        .array(words.map { .members([($0.kind.rawValue, .string($0.text))]) })
    }
}
