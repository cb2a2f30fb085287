/// Files, functions and lines that are larger than their limit, held by a ratchet.
struct SizeRule {
    enum Kind: String, CaseIterable {
        case file, function, line

        var limit: Int {
            switch self {
            case .file: 600
            case .function: 70
            case .line: 100
            }
        }

        var unit: String { self == .line ? "columns" : "lines" }
    }

    /// What is measured: a file, its longest line, or the longest function of one name in it.
    struct Subject: Hashable {
        var kind: Kind
        var path: String
        /// The function's name, else empty.
        var name = ""

        var title: String { name.isEmpty ? kind.rawValue : "\(kind.rawValue) \(name)" }
    }

    /// All measures of one file that exceed their limit.
    static func excesses(of source: SwiftSource) -> [Subject: Int] {
        var found: [Subject: Int] = [:]
        found[Subject(kind: .file, path: source.path)] = source.lines.count
        found[Subject(kind: .line, path: source.path)] = source.lines.map(\.count).max() ?? 0
        for function in FunctionFinder(source).functions() {
            let subject = Subject(kind: .function, path: source.path, name: function.name)
            found[subject] = max(found[subject] ?? 0, function.lineCount)
        }
        return found.filter { $0.value > $0.key.kind.limit }
    }

    /// Holds the measures against the ratchet: exceptions may shrink, never grow, and must be taken
    /// down as soon as the code is smaller.
    static func violations(of excesses: [Subject: Int], ratchet: [Subject: Int]) -> [Violation] {
        let subjects = Set(excesses.keys).union(ratchet.keys)
        return subjects.compactMap { subject -> Violation? in
            let message: String
            switch (excesses[subject], ratchet[subject]) {
            case (let size?, nil):
                message =
                    "\(subject.title) has \(size) \(subject.kind.unit), "
                    + "the limit is \(subject.kind.limit)"
            case (let size?, let listed?) where size > listed:
                message = "\(subject.title) grew from \(listed) to \(size) \(subject.kind.unit)"
            case (let size?, let listed?) where size < listed:
                message = "\(subject.title) shrank to \(size): lower its entry in ratchet.txt"
            case (nil, _?):
                message = "\(subject.title) is within the limit: remove its entry from ratchet.txt"
            default: return nil
            }
            return Violation(path: subject.path, line: 0, message: message)
        }
    }

    /// Reads `ratchet.txt`: `kind path [name] size` a line; `#` begins a comment.
    ///
    /// - Returns: nil if a line is not of that form or names a subject twice.
    static func ratchet(from text: String) -> [Subject: Int]? {
        var entries: [Subject: Int] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard let kind = words.first.flatMap(Kind.init(rawValue:)),
                words.count == (kind == .function ? 4 : 3),
                let size = words.last.flatMap({ Int($0) })
            else { return nil }
            let subject = Subject(
                kind: kind, path: words[1], name: kind == .function ? words[2] : "")
            guard entries.updateValue(size, forKey: subject) == nil else { return nil }
        }
        return entries
    }
}
