internal import VNModel

/// Dates as people write them in a form.
enum FormDate {
    /// The time and how exactly it is known: `2024-01-21`, `21/01/2024`, either with ` 09:15`
    /// behind it, or RFC 3339. Without an offset it is the time in Vietnam.
    static func parse(_ text: String) -> (time: String, precision: DatePrecision)? {
        if Timestamp(rfc3339: text) != nil { return (text, .second) }
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = parts.first, parts.count <= 2,
            let day = slashedDay(String(first)) ?? hyphenatedDay(String(first))
        else { return nil }
        guard parts.count == 2 else { return ("\(self.text(of: day))T00:00:00+07:00", .day) }
        let clock = parts[1]
        let time = "\(self.text(of: day))T\(clock):00+07:00"
        guard clock.utf8.count == 5, Timestamp(rfc3339: time) != nil else { return nil }
        return (time, .minute)
    }

    /// The shortest text that ``parse(_:)`` reads as this time and precision; the time itself if
    /// there is none shorter.
    static func text(of time: String, precision: DatePrecision) -> String {
        let day = time.prefix(10)
        let candidate = precision == .day ? String(day) : "\(day) \(time.dropFirst(11).prefix(5))"
        guard let parsed = parse(candidate), parsed.time == time, parsed.precision == precision
        else { return time }
        return candidate
    }

    /// The day of `21/01/2024`, if it exists.
    static func slashedDay(_ text: String) -> CivilTime? {
        day(text, separator: "/", lengths: [2, 2, 4]).flatMap { valid($0[2], $0[1], $0[0]) }
    }

    private static func hyphenatedDay(_ text: String) -> CivilTime? {
        day(text, separator: "-", lengths: [4, 2, 2]).flatMap { valid($0[0], $0[1], $0[2]) }
    }

    /// `2024-01-21`.
    static func text(of day: CivilTime) -> String {
        String(
            Timestamp(milliseconds: day.seconds * 1000).rfc3339.prefix(10))
    }

    private static func valid(_ year: Int, _ month: Int, _ day: Int) -> CivilTime? {
        let time = CivilTime(year: year, month: month, day: day)
        return time.isValid && year > 0 ? time : nil
    }

    private static func day(
        _ text: String, separator: Character, lengths: [Int]
    ) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == lengths,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return parts.compactMap { Int($0) }
    }
}
