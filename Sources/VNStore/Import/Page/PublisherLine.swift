internal import VNModel

/// The line of a page that holds the publisher's name and the day, glued together.
///
/// The alternative text of the publisher's logo and the name run into each other, so the name
/// usually stands twice. It may end in digits: only the last ten characters are the day.
struct PublisherLine {
    /// The publisher's name.
    let name: String
    /// The day, `2024-01-21`.
    let day: String
    /// Whether the name stood twice.
    let isDoubled: Bool

    /// The parts of a line such as `PaperPaper21/01/2024`; `nil` for any other line.
    init?(_ line: String) {
        let scalars = Array(line.unicodeScalars)
        guard scalars.count > 10, let day = PublisherLine.day(scalars.suffix(10)) else {
            return nil
        }
        let names = String(String.UnicodeScalarView(scalars.dropLast(10))).withoutOuterSpace
        guard names.unicodeScalars.contains(where: \.properties.isAlphabetic) else { return nil }
        self.day = day
        let half = PublisherLine.half(Array(names.unicodeScalars))
        isDoubled = half != nil
        name = half ?? names
    }

    /// `2024-01-21` for `21/01/2024`, if that day exists.
    private static func day(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        let text = String(String.UnicodeScalarView(scalars))
        guard let day = FormDate.slashedDay(text) else { return nil }
        return FormDate.text(of: day)
    }

    /// The name, if what stands there is the name twice with nothing but space between.
    private static func half(_ scalars: [Unicode.Scalar]) -> String? {
        var length = scalars.count / 2
        var middle = scalars[length..<(scalars.count - length)]
        while length > 0 {
            // Only what came to stand between since the last step: the rest was looked at.
            guard middle.allSatisfy(\.properties.isWhitespace) else { return nil }
            if scalars.prefix(length).elementsEqual(scalars.suffix(length)) {
                return String(String.UnicodeScalarView(scalars.prefix(length))).withoutOuterSpace
            }
            length -= 1
            middle = [scalars[length], scalars[scalars.count - length - 1]]
        }
        return nil
    }
}
