import Testing
import VNModel
import VNRandom

@Suite("RFC 3339 times")
struct TimestampTests {
    @Test(
        "texts of known instants; values by another implementation",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
            ("2024-02-29T23:59:59.500+07:00", 1_709_225_999_500),
            ("1900-03-01T00:00:00-03:30", -2_203_878_600_000),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
        ] as [(String, Int64)])
    func known(text: String, milliseconds: Int64) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(time.milliseconds == milliseconds)
        #expect(time.rfc3339 == text)
    }

    @Test(
        "other writings of an instant are read",
        arguments: [
            ("2024-01-21t09:15:00z", "2024-01-21T09:15:00Z"),
            ("2024-01-21T09:15:00+00:00", "2024-01-21T09:15:00Z"),
            ("2024-01-21T09:15:00.1Z", "2024-01-21T09:15:00.100Z"),
            ("2024-01-21T09:15:00.123987+07:00", "2024-01-21T09:15:00.123+07:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("2017-01-01T06:59:60+07:00", "2017-01-01T06:59:59+07:00"),
        ])
    func writings(text: String, expected: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == expected)
    }

    @Test(
        "other texts are refused",
        arguments: [
            "", "2024-01-21", "2024-01-21T09:15:00", "2024-01-21 09:15:00Z",
            "2024-1-21T09:15:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
            "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-04-31T00:00:00Z",
            "2024-01-21T24:00:00Z", "2024-01-21T09:60:00Z", "2024-01-21T09:15:61Z",
            "2024-01-21T09:15:60Z", "2024-01-21T09:15:00.Z", "2024-01-21T09:15:00+7:00",
            "2024-01-21T09:15:00+24:00", "2024-01-21T09:15:00+07:60", "2024-01-21T09:15:00+0700",
            "2024-01-21T09:15:00Z ", "-024-01-21T09:15:00Z", "２024-01-21T09:15:00Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("every instant comes back from its text", arguments: 0..<5)
    func roundTrip(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        for _ in 0..<500 {
            let span = 253_402_300_799_999 + 62_167_219_200_000
            let time = Timestamp(
                milliseconds: Int64(random.below(span)) - 62_167_219_200_000,
                offsetMinutes: random.below(2 * 840) - 840, precision: .millisecond)
            #expect(Timestamp(rfc3339: time.rfc3339) == time, "seed \(seed) \(time)")
        }
    }

    @Test("days follow each other without gap through leap years and centuries")
    func calendar() {
        var (year, month, day) = (1895, 1, 1)
        let start = CivilTime(year: year, month: month, day: day).seconds
        for number in 0..<100_000 {
            let civil = CivilTime(seconds: start + Int64(number) * 86_400 + 86_399)
            #expect((civil.year, civil.month, civil.day) == (year, month, day))
            #expect((civil.hour, civil.minute, civil.second) == (23, 59, 59))
            day += 1
            if day > CivilTime.days(year: year, month: month) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test("dates are those of Vietnam, seven hours ahead of UTC")
    func vietnam() throws {
        let evening = try #require(Timestamp(rfc3339: "2023-12-31T17:00:00Z"))
        #expect((evening.year, evening.month, evening.day) == (2024, 1, 1))
        let before = try #require(Timestamp(rfc3339: "2023-12-31T16:59:59Z"))
        #expect((before.year, before.month, before.day) == (2023, 12, 31))
        #expect(before.vietnam.hour == 23 && before < evening)
    }

    @Test("a time beyond four digits of years stays at their edge")
    func edge() {
        #expect(Timestamp(milliseconds: .max / 2).rfc3339 == "9999-12-31T23:59:59Z")
        #expect(Timestamp(milliseconds: -(.max / 2)).rfc3339 == "0000-01-01T00:00:00Z")
        let east = Timestamp(milliseconds: .max / 2, offsetMinutes: 420)
        #expect(Timestamp(rfc3339: east.rfc3339) != nil)
    }
}
