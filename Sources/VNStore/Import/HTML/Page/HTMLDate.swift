internal import VNModel

/// Times as pages write them.
enum HTMLDate {
    /// A time and how exactly it is known.
    typealias Moment = (time: String, precision: DatePrecision)

    /// Characters of a text that is looked at.
    private static let lengthLimit = 80

    /// The time that a text names; one without an offset is the time in Vietnam.
    ///
    /// It reads `2024-01-21`, with ` 09:15` or `T09:15:00.000+0700` behind it; the form of mail,
    /// `Sun, 21 Jan 2024 09:15:00 +0700`; and what stands beneath headlines, `Chủ nhật,
    /// 21/1/2024, 09:15 (GMT+7)`.
    static func parse(_ text: String) -> Moment? {
        let text = text.withoutOuterSpace
        guard text.unicodeScalars.count <= lengthLimit else { return nil }
        return international(text) ?? mail(text) ?? vietnamese(text)
    }

    private static func international(_ text: String) -> Moment? {
        let pattern =
            #/^(\d{4})[-\/](\d{1,2})[-\/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(.*))?$/#
        guard let found = text.wholeMatch(of: pattern)?.output,
            let day = day(found.1, found.2, found.3)
        else { return nil }
        guard let hour = found.4, let minute = found.5 else { return day }
        return moment(
            day, hour, minute, second: found.6.flatMap { $0 }, offset: offset(found.7 ?? ""))
    }

    private static func mail(_ text: String) -> Moment? {
        let pattern =
            #/
            (?:\p{L}+\.?,?\x20)?(\d{1,2})[\x20\-](\p{L}{3,9})\.?,?[\x20\-](\d{4})
            ,?\x20(\d{1,2}):(\d{2})(?::(\d{2}))?(.*)
            /#
        guard let found = text.wholeMatch(of: pattern)?.output,
            let month = months.firstIndex(of: String(found.2.lowercased().prefix(3))),
            let day = day(found.3, "\(month + 1)", found.1)
        else { return nil }
        return moment(
            day, found.4, found.5, second: found.6.flatMap { $0 }, offset: offset(found.7))
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func vietnamese(_ text: String) -> Moment? {
        guard
            let found = text.firstMatch(
                of: #/(?:^|\D)(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4})(?:\D|$)/#)?.output,
            let day = day(found.3, found.2, found.1)
        else { return nil }
        let clock = #/(?:^|[^\d\/:+])(\d{1,2})(?::|h| giờ )(\d{2})(?::(\d{2}))?(?:[^\d:]|$)/#
        guard let clock = text.firstMatch(of: clock)?.output else { return day }
        let zone = text.firstMatch(of: #/(?:GMT|UTC) ?([+-]\d{1,2})(?::?(\d{2}))?/#)?.output
        let offset = zone.flatMap { self.offset("\($0.1)\($0.2 ?? "")") }
        return moment(
            day, clock.1, clock.2, second: clock.3.flatMap { $0 }, offset: offset ?? vietnam)
    }

    // MARK: Parts

    private static let vietnam = "+07:00"

    private static func day(
        _ year: some StringProtocol, _ month: some StringProtocol, _ day: some StringProtocol
    ) -> Moment? {
        let text = "\(year)-\(padded(month))-\(padded(day))T00:00:00\(vietnam)"
        return Timestamp(rfc3339: text) == nil ? nil : (text, .day)
    }

    private static func moment(
        _ day: Moment, _ hour: some StringProtocol, _ minute: some StringProtocol,
        second: Substring?, offset: String?
    ) -> Moment? {
        guard let offset else { return nil }
        let clock = "\(padded(hour)):\(minute):\(second ?? "00")"
        let text = "\(day.time.prefix(10))T\(clock)\(offset)"
        guard Timestamp(rfc3339: text) != nil else { return nil }
        return (text, second == nil ? .minute : .second)
    }

    private static func padded(_ number: some StringProtocol) -> String {
        number.count < 2 ? "0\(number)" : String(number)
    }

    /// The offset behind a time: `.000Z`, ` +0700`, ` GMT+7`, ` ICT`; `nil` if it is none.
    private static func offset(_ text: some StringProtocol) -> String? {
        var rest = text.drop { $0 == "." || $0 == "," || $0.isNumber }.withoutOuterSpace
        if rest.isEmpty || rest == "ICT" { return vietnam }
        if ["Z", "z", "GMT", "UTC", "UT"].contains(rest) { return "Z" }
        for zone in ["GMT", "UTC"] where rest.hasPrefix(zone) {
            rest = rest.dropFirst(zone.count).withoutOuterSpace
        }
        guard let found = rest.wholeMatch(of: #/([+-])(\d{1,2}):?(\d{2})?(?: ?\(.*\))?/#)?.output
        else { return nil }
        let (hours, minutes) = (padded(found.2), found.3.map(String.init) ?? "00")
        return "\(found.1)\(hours):\(minutes)"
    }
}
