/// One piece of an HTML text.
enum HTMLToken: Equatable {
    /// `<name …>` or `<name …/>`, the name in lower case.
    case start(String, [String: String], isClosed: Bool)
    /// `</name>`, the name in lower case.
    case end(String)
    /// Characters with references replaced; white space as it stands.
    case text(String)
}
