/// Dresses text for a terminal, or leaves it bare.
struct Style: Sendable {
    let isEnabled: Bool

    /// No dress at all.
    static let plain = Style(isEnabled: false)

    func bold(_ text: String) -> String { dressed(text, "1") }
    func dim(_ text: String) -> String { dressed(text, "2") }
    func italic(_ text: String) -> String { dressed(text, "3") }
    func underlined(_ text: String) -> String { dressed(text, "4") }
    func red(_ text: String) -> String { dressed(text, "31") }
    func green(_ text: String) -> String { dressed(text, "32") }
    func yellow(_ text: String) -> String { dressed(text, "33") }
    func blue(_ text: String) -> String { dressed(text, "34") }
    func magenta(_ text: String) -> String { dressed(text, "35") }
    func cyan(_ text: String) -> String { dressed(text, "36") }

    private func dressed(_ text: String, _ code: String) -> String {
        isEnabled && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
