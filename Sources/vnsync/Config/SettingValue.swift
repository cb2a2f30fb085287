internal import VNModel

/// Values of settings as texts: what fits, what they mean.
enum SettingValue {
    /// Whether a text is a value of a form.
    static func fits(_ text: String, _ form: SettingKey.Form) -> Bool {
        switch form {
        case .text, .path: !text.isEmpty
        case .boolean: boolean(text) != nil
        case .integer(let range): Int(text).map { range.contains($0) } ?? false
        case .duration: duration(text) != nil
        case .choice(let choices): choices.contains(text)
        }
    }

    /// What a form admits, for people.
    static func description(_ form: SettingKey.Form) -> String {
        switch form {
        case .text: "a text"
        case .path: "a path"
        case .boolean: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "a time such as 30s, 5m or 1h"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        }
    }

    /// The truth value of a text.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "yes", "on": true
        case "0", "false", "no", "off", "": false
        default: nil
        }
    }

    /// The time of a text such as `500ms`, `30s`, `5m`, `1h`; a bare number counts seconds. At
    /// most a week.
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0 else { return nil }
        let factors: [Substring: Int64] = [
            "ms": 1, "s": 1000, "": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard let factor = factors[text.dropFirst(digits.count)],
            number <= 7 * 86_400_000 / factor
        else { return nil }
        return .milliseconds(number * factor)
    }

    /// The value as TOML writes it.
    static func toml(_ text: String, _ form: SettingKey.Form) -> String {
        switch form {
        case .boolean: boolean(text) ?? false ? "true" : "false"
        case .integer: text
        default: JSONValue.string(text).canonicalText.replacing("\u{7F}", with: "\\u007f")
        }
    }
}
