internal import Foundation

/// Phrases in one language.
struct Messages: Sendable {
    let language: Language

    init(_ language: Language) { self.language = language }

    /// The phrases of the locale's language, or of the one that a variable names.
    static var system: Messages { Messages(.system) }

    /// A phrase with its insertions.
    func callAsFunction(_ phrase: some Phrase, _ insertions: String...) -> String {
        insert(insertions, into: template(phrase, isSingular: false))
    }

    /// A phrase about a number of things, with the number as its first insertion.
    func callAsFunction(_ phrase: some Phrase, count: Int, _ insertions: String...) -> String {
        insert([number(count)] + insertions, into: template(phrase, isSingular: count == 1))
    }

    /// A whole number as people of this language read it: 12,345 or 12.345.
    func number(_ value: Int) -> String {
        let separator: Character = language == .vi ? "." : ","
        var result = ""
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { result.append(separator) }
            result.append(digit)
        }
        return (value < 0 ? "-" : "") + String(result.reversed())
    }

    /// A number of bytes with a unit, two digits or more.
    func bytes(_ value: Int) -> String {
        var amount = Double(value)
        var unit = 0
        let units = ["B", "KB", "MB", "GB", "TB"]
        while amount >= 1000, unit < units.count - 1 {
            amount /= 1000
            unit += 1
        }
        return (unit == 0 ? String(value) : decimal(amount)) + " " + units[unit]
    }

    /// A number with one digit behind the point or comma.
    func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10)\(language == .vi ? "," : ".")\(abs(tenths % 10))"
    }

    private func template(_ phrase: some Phrase, isSingular: Bool) -> String {
        let text = language == .vi ? phrase.texts.vi : phrase.texts.en
        let forms = text.split(separator: "|", maxSplits: 1)
        guard forms.count == 2 else { return text }
        return String(isSingular ? forms[0] : forms[1])
    }

    private func insert(_ insertions: [String], into template: String) -> String {
        var result = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: "%") {
            result += rest[..<mark]
            let next = rest.index(after: mark)
            let number = next < rest.endIndex ? rest[next].wholeNumberValue : nil
            if let number, insertions.indices.contains(number - 1) {
                result += insertions[number - 1]
                rest = rest[rest.index(after: next)...]
            } else {
                result += "%"
                rest = rest[next...]
            }
        }
        return result + rest
    }
}

extension Language {
    /// The language before any option was read.
    static var system: Language {
        let environment = ProcessInfo.processInfo.environment
        return environment[SettingKey.lang.variable].flatMap { Language(rawValue: $0) }
            ?? Language(locale: environment)
    }
}
