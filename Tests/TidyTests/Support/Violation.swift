/// One place that breaks a rule.
struct Violation: Hashable, CustomStringConvertible {
    var path: String
    /// From 1; 0 where the whole file is meant.
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}
