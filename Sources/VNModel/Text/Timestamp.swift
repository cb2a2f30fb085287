/// A point in time with the offset it was written at.
///
/// - Source: RFC 3339.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// How finely the time is written.
    public enum Precision: Hashable, Sendable { case second, millisecond }

    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    public let milliseconds: Int64
    /// Minutes east of UTC.
    public let offsetMinutes: Int
    /// How finely it is written.
    public let precision: Precision

    /// The offset of Asia/Ho_Chi_Minh, which has no summer time.
    public static let vietnamOffsetMinutes = 420

    /// The years that four digits can name.
    private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// A point in time; what lies outside the years 0 to 9999 is moved to their edge.
    ///
    /// - Parameters:
    ///   - milliseconds: since 1970-01-01T00:00:00Z.
    ///   - offsetMinutes: minutes east of UTC, at most a day either way.
    ///   - precision: how finely it is written.
    public init(milliseconds: Int64, offsetMinutes: Int = 0, precision: Precision = .second) {
        precondition(abs(offsetMinutes) < 1440, "an offset is less than a day")
        let shift = Int64(offsetMinutes) * 60_000
        let local = min(max(milliseconds + shift, Self.range.lowerBound), Self.range.upperBound)
        self.milliseconds = local - shift
        self.offsetMinutes = offsetMinutes
        self.precision = precision
    }

    /// The time of a text such as `2024-01-21T09:15:00+07:00`; `nil` for any other text.
    ///
    /// A fraction is cut to milliseconds; a leap second counts as the second before it.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = Scanner(Array(text.utf8))
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
            scanner.skip("-"), let day = scanner.number(2), scanner.skip("T", or: "t"),
            let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2),
            scanner.skip(":"), let second = scanner.number(2),
            let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let civil = CivilTime(
            year: year, month: month, day: day, hour: hour, minute: minute,
            second: min(second, 59))
        guard civil.isValid, second <= 60 else { return nil }
        let seconds = civil.seconds - Int64(offset) * 60
        if second == 60 {
            let utc = CivilTime(seconds: seconds)
            guard utc.hour == 23, utc.minute == 59 else { return nil }
        }
        milliseconds = seconds * 1000 + Int64(fraction.milliseconds)
        offsetMinutes = offset
        precision = fraction.isWritten ? .millisecond : .second
    }

    /// The time as RFC 3339 writes it, `Z` for the offset 0.
    public var rfc3339: String {
        let time = civil(offsetMinutes: offsetMinutes)
        var text = ""
        text.reserveCapacity(29)
        Timestamp.append(time.year, 4, to: &text)
        for (separator, value) in [
            ("-", time.month), ("-", time.day), ("T", time.hour), (":", time.minute),
            (":", time.second),
        ] {
            text += separator
            Timestamp.append(value, 2, to: &text)
        }
        if precision == .millisecond {
            text += "."
            Timestamp.append(Int(Timestamp.floor(milliseconds, 1000).rest), 3, to: &text)
        }
        guard offsetMinutes != 0 else { return text + "Z" }
        text += offsetMinutes < 0 ? "-" : "+"
        Timestamp.append(abs(offsetMinutes) / 60, 2, to: &text)
        text += ":"
        Timestamp.append(abs(offsetMinutes) % 60, 2, to: &text)
        return text
    }

    /// As ``rfc3339``.
    public var description: String { rfc3339 }

    /// Date and time of day at an offset.
    public func civil(offsetMinutes: Int) -> CivilTime {
        let seconds = Timestamp.floor(milliseconds, 1000).quotient
        return CivilTime(seconds: seconds + Int64(offsetMinutes) * 60)
    }

    /// Date and time of day in Vietnam.
    public var vietnam: CivilTime { civil(offsetMinutes: Timestamp.vietnamOffsetMinutes) }
    /// The year in Vietnam.
    public var year: Int { vietnam.year }
    /// The month in Vietnam, 1 to 12.
    public var month: Int { vietnam.month }
    /// The day of the month in Vietnam.
    public var day: Int { vietnam.day }

    /// Order of time; the same instant at two offsets is ordered by offset.
    public static func < (left: Self, right: Self) -> Bool {
        (left.milliseconds, left.offsetMinutes, left.precision == .second ? 0 : 1)
            < (right.milliseconds, right.offsetMinutes, right.precision == .second ? 0 : 1)
    }

    private static func append(_ value: Int, _ width: Int, to text: inout String) {
        let digits = String(value)
        for _ in 0..<max(0, width - digits.utf8.count) { text += "0" }
        text += digits
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }
}

/// Reads the parts of an RFC 3339 text.
private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<width {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }

    mutating func skip(_ character: Unicode.Scalar, or other: Unicode.Scalar? = nil) -> Bool {
        guard position < bytes.count else { return false }
        let scalar = Unicode.Scalar(bytes[position])
        guard scalar == character || scalar == other else { return false }
        position += 1
        return true
    }

    /// The first three digits behind a point, if there is one; at least one digit must follow it.
    mutating func fraction() -> (milliseconds: Int, isWritten: Bool)? {
        guard skip(".") else { return (0, false) }
        var value = 0
        var count = 0
        while let digit = number(1) {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 3 - count) { value *= 10 }
        return (value, true)
    }

    mutating func offset() -> Int? {
        if skip("Z", or: "z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = number(2), hours < 24, skip(":"),
            let minutes = number(2), minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }
}
