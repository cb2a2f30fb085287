/// Finds what other modules see of a file: public and package declarations, the cases of such
/// enumerations and the requirements of such protocols.
///
/// It relies on the formatter: a declaration begins its line, and what is inside stands further in.
struct DeclarationFinder {
    enum Access: Int, Comparable {
        case hidden, package, `public`

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Scope {
        var indent: Int
        var keyword: String
        var access: Access
    }

    private static let types: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]
    private static let members: Set = [
        "func", "init", "init?", "var", "let", "subscript", "typealias", "case", "associatedtype",
        "deinit",
    ]
    private static let modifiers: Set = [
        "public", "package", "internal", "private", "fileprivate", "static", "final", "nonisolated",
        "mutating", "override", "indirect", "lazy", "weak", "required", "convenience", "borrowing",
        "consuming", "prefix", "postfix",
    ]

    private let source: SwiftSource
    private var scopes: [Scope] = []

    init(_ source: SwiftSource) { self.source = source }

    /// - Parameter access: the least that a declaration must be seen by.
    mutating func declarations(from access: Access) -> [Declaration] {
        var found: [Declaration] = []
        for index in source.code.indices {
            let code = source.code[index]
            let indent = code.prefix { $0 == " " }.count
            guard indent < code.count else { continue }
            guard let (keyword, own) = Self.declared(in: code) else { continue }
            while let last = scopes.last, last.indent >= indent { scopes.removeLast() }
            let seen = own ?? inherited(keyword)
            scopes.append(Scope(indent: indent, keyword: keyword, access: seen))
            guard seen >= access, keyword != "extension", keyword != "deinit" else { continue }
            found.append(
                Declaration(
                    line: index + 1, keyword: keyword.hasPrefix("init") ? "init" : keyword,
                    signature: signature(from: index), documentation: documentation(above: index)))
        }
        return found
    }

    /// What a declaration without a word about it is seen by.
    private func inherited(_ keyword: String) -> Access {
        guard let scope = scopes.last else { return .hidden }
        if scope.keyword == "protocol" { return scope.access }
        // Inside the package, an enumeration may speak for its cases.
        let isCase = scope.keyword == "enum" && keyword == "case"
        return isCase && scope.access == .public ? .public : .hidden
    }

    /// The keyword of the declaration that begins in a line, and the access that it names.
    static func declared(in code: String) -> (keyword: String, access: Access?)? {
        var access: Access?
        for word in code.split(separator: " ") {
            if word.hasPrefix("@") { continue }
            let bare = String(word.prefix { $0 != "(" && $0 != "<" })
            if word == "public" { access = .public }
            if word == "package" { access = .package }
            if ["private", "fileprivate"].contains(word) { access = .hidden }
            if modifiers.contains(bare) { continue }
            // `class` may also say that a member belongs to the type.
            return types.contains(bare) || members.contains(bare) ? (bare, access) : nil
        }
        return nil
    }

    private func signature(from start: Int) -> String {
        var text = ""
        var depth = 0
        for (index, line) in zip(start..., source.code[start...].prefix(40)) {
            let part = line.drop { $0 == " " }
            for character in part {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                if depth == 0, character == "{" || character == "=" { return text }
                text.append(character)
            }
            text += " "
            let isOpen = depth > 0 || part.hasSuffix("->") || part.hasSuffix(":")
            let next = source.code.dropFirst(index + 1).first?.drop { $0 == " " } ?? ""
            let goesOn = [")", "->", "async", "throws", "where"].contains { next.hasPrefix($0) }
            if !isOpen, !goesOn { return text }
        }
        return text
    }

    private func documentation(above index: Int) -> [String] {
        var lines: [String] = []
        var next = index - 1
        while next >= 0 {
            let code = source.code[next].drop { $0 == " " }
            let comment = source.comments[next].drop { $0 == " " }
            if comment.hasPrefix("///"), code.isEmpty {
                lines.insert(String(comment.dropFirst(3)), at: 0)
            } else if !code.hasPrefix("@") || !lines.isEmpty {
                break
            }
            next -= 1
        }
        return lines
    }
}
