internal import VNModel

/// Times as people type them: `2024-01-21`, `21/01/2024`, RFC 3339, or `7d` for seven days ago.
enum DateOption {
    /// Milliseconds since 1970; days begin at midnight in Vietnam.
    ///
    /// - Throws: ``Failure`` `cli.usage`.
    static func milliseconds(
        _ text: String?, _ name: String, now: UInt64
    ) throws -> Int64? {
        guard let text else { return nil }
        if let time = Timestamp(rfc3339: text) { return time.milliseconds }
        if let day = day(text) {
            return (day.seconds - Int64(Timestamp.vietnamOffsetMinutes) * 60) * 1000
        }
        if let ago = ago(text) { return Int64(clamping: now) - ago }
        throw Failure(
            code: "cli.usage", message: "--\(name) cannot be \(text)",
            hint: "2024-01-21, 21/01/2024, 2024-01-21T08:00:00+07:00, 12h, 7d or 4w")
    }

    private static func day(_ text: String) -> CivilTime? {
        let isReversed = text.contains("/")
        let parts = text.split(
            separator: isReversed ? "/" : "-", omittingEmptySubsequences: false
        ).map { Int($0) }
        guard parts.count == 3, let first = parts[0], let month = parts[1], let last = parts[2]
        else { return nil }
        let civil = CivilTime(
            year: isReversed ? last : first, month: month, day: isReversed ? first : last)
        return civil.isValid && (1...9999).contains(civil.year) ? civil : nil
    }

    /// Milliseconds of `12h`, `7d`, `4w`.
    private static func ago(_ text: String) -> Int64? {
        let factors: [Character: Int64] = ["h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        guard let factor = text.last.flatMap({ factors[$0] }),
            let number = Int64(text.dropLast()), (1...100_000).contains(number)
        else { return nil }
        return number * factor
    }
}
