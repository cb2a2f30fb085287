/// How exactly a publication time is known.
public enum DatePrecision: String, Hashable, Sendable, CaseIterable {
    /// The day alone.
    case day
    /// To the minute.
    case minute
    /// To the second.
    case second
}
