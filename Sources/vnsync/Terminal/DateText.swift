internal import VNModel

/// Dates as people of a language read them.
///
/// In Vietnamese dd/MM/yyyy and the time in Vietnam; in English yyyy-MM-dd and the time at the
/// offset that the date was written with, in UTC where there was none.
struct DateText: Sendable {
    let language: Language

    /// A published date; the time of day only where it is known.
    func published(_ text: String, _ precision: DatePrecision) -> String {
        guard let time = Timestamp(rfc3339: text) else { return text }
        return precision == .day ? date(time) : date(time) + " " + clock(time)
    }

    /// A date alone.
    func day(_ text: String) -> String { Timestamp(rfc3339: text).map { date($0) } ?? text }

    /// A time to the minute.
    func minute(_ text: String) -> String {
        Timestamp(rfc3339: text).map { date($0) + " " + clock($0) } ?? text
    }

    /// A time to the minute, of milliseconds since 1970.
    func minute(milliseconds: UInt64) -> String {
        let time = Timestamp(milliseconds: Int64(clamping: milliseconds))
        return date(time) + " " + clock(time) + (language == .vi ? "" : "Z")
    }

    private func date(_ time: Timestamp) -> String {
        let civil = civil(time)
        let (year, month, day) = (
            digits(civil.year, 4), digits(civil.month, 2), digits(civil.day, 2)
        )
        return language == .vi ? "\(day)/\(month)/\(year)" : "\(year)-\(month)-\(day)"
    }

    private func clock(_ time: Timestamp) -> String {
        let civil = civil(time)
        return "\(digits(civil.hour, 2)):\(digits(civil.minute, 2))"
    }

    private func civil(_ time: Timestamp) -> CivilTime {
        language == .vi ? time.vietnam : time.civil(offsetMinutes: time.offsetMinutes)
    }

    private func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
