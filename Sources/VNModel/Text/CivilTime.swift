/// A date and a time of day of the Gregorian calendar at some offset from UTC.
public struct CivilTime: Hashable, Sendable {
    /// The year, 0 to 9999 where it comes from a text.
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 59.
    public var second: Int

    /// - Parameters:
    ///   - year: the year.
    ///   - month: 1 to 12.
    ///   - day: 1 to 31.
    ///   - hour: 0 to 23.
    ///   - minute: 0 to 59.
    ///   - second: 0 to 59.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// The civil time of a number of seconds since 1970-01-01T00:00:00.
    ///
    /// - Source: counts days in 400-year cycles that begin in March, so that the leap day is the
    ///   last day of a year.
    public init(seconds: Int64) {
        let days = (seconds - CivilTime.remainder(seconds, 86_400)) / 86_400
        let rest = CivilTime.remainder(seconds, 86_400)
        let shifted = days + 719_468
        let dayOfCycle = CivilTime.remainder(shifted, 146_097)
        let cycle = (shifted - dayOfCycle) / 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: Int(yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
            day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1), hour: Int(rest / 3600),
            minute: Int(rest / 60 % 60), second: Int(rest % 60))
    }

    /// Seconds since 1970-01-01T00:00:00 of the same calendar.
    public var seconds: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let yearOfCycle = CivilTime.remainder(shiftedYear, 400)
        let cycle = (shiftedYear - yearOfCycle) / 400
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        let days = cycle * 146_097 + dayOfCycle - 719_468
        return days * 86_400 + Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)
    }

    /// Whether the day exists and the time of day too.
    public var isValid: Bool {
        (1...12).contains(month) && (1...CivilTime.days(year: year, month: month)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
    }

    /// The number of days of a month.
    public static func days(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The remainder that is never negative.
    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
