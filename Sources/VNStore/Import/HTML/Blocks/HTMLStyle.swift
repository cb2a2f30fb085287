/// How a word stands in its text.
struct HTMLStyle: Hashable {
    /// Where it leads; empty if it is a link to nowhere that content may name.
    var link: String?
    var isStrong = false
    var isEmphasized = false
    var isCode = false

    /// What Markdown says of it, from the outermost mark.
    var marks: [Mark] {
        var marks: [Mark] = []
        if let link, !link.isEmpty { marks.append(.link(link)) }
        if isStrong { marks.append(.strong) }
        if isEmphasized { marks.append(.emphasis) }
        if isCode { marks.append(.code) }
        return marks
    }

    /// One mark of Markdown around some words.
    enum Mark: Hashable {
        case link(String), strong, emphasis, code

        var opening: String {
            switch self {
            case .link: "["
            case .strong: "**"
            case .emphasis: "*"
            case .code: "`"
            }
        }

        var closing: String {
            guard case .link(let url) = self else { return opening }
            let safe = url.replacing("(", with: "%28").replacing(")", with: "%29")
            return "](\(safe))"
        }
    }
}
