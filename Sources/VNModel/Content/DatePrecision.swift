/// How exactly a publication time is known.
public enum DatePrecision: String, Hashable, Sendable, CaseIterable {
    case day, minute, second
}
