/// What a line of a form's body begins.
enum FormLine: Equatable {
    case empty
    case heading(String)
    case quote(String)
    case item(String, isOrdered: Bool)
    case media(FormMedia)
    case text

    init(_ line: String) {
        let line = line.withoutOuterSpace
        if line.isEmpty || FormLine.breaks.contains(line) {
            self = .empty
        } else if let text = FormLine.heading(line) {
            self = .heading(text)
        } else if line.hasPrefix(">") {
            self = .quote(line.dropFirst().withoutOuterSpace)
        } else if let item = FormLine.item(line) {
            self = item
        } else if let media = FormMedia(line) {
            self = .media(media)
        } else {
            self = .text
        }
    }

    /// Lines that only part what stands above from what stands below.
    private static let breaks: Set<String> = ["---", "***", "___"]

    private static func heading(_ line: String) -> String? {
        let marks = line.prefix { $0 == "#" }
        let rest = line.dropFirst(marks.count)
        guard (1...6).contains(marks.count), rest.first == " " else { return nil }
        return rest.withoutOuterSpace
    }

    private static func item(_ line: String) -> FormLine? {
        for mark in ["-", "*", "+"] where line == mark || line.hasPrefix(mark + " ") {
            return .item(line.dropFirst().withoutOuterSpace, isOrdered: false)
        }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        let rest = line.dropFirst(digits.count)
        let isMark = [". ", ") "].contains { rest.hasPrefix($0) } || rest == "."
        guard (1...9).contains(digits.count), isMark else { return nil }
        return .item(rest.dropFirst().withoutOuterSpace, isOrdered: true)
    }
}
