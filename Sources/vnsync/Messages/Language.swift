internal import ArgumentParser

/// A language of messages.
enum Language: String, CaseIterable, ExpressibleByArgument {
    case en, vi

    /// The language of the locale: Vietnamese if it says so, else English.
    init(locale environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0]?.nonBlank }.first
        self = locale?.hasPrefix("vi") ?? false ? .vi : .en
    }
}
