/// What other modules see says what it does: every declaration has a comment, a list of parameters
/// names those that there are, and what throws says what.
struct DocumentationRule {
    /// The modules whose public API is documented to the last parameter.
    static let libraries = ["VNText", "VNModel", "VNStore", "VNSync", "VNSyncHTTP"]
    /// Functions of this many parameters need a list of them.
    static let listedFrom = 3

    func violations(in source: SwiftSource) -> [Violation] {
        guard source.folder.hasPrefix("Sources/") else { return [] }
        var finder = DeclarationFinder(source)
        var violations: [Violation] = []
        for declaration in finder.declarations(from: .package) {
            violations += messages(about: declaration, isPublic: false).map {
                Violation(path: source.path, line: declaration.line, message: $0)
            }
        }
        guard Self.libraries.contains(where: { source.folder == "Sources/" + $0 }) else {
            return violations
        }
        finder = DeclarationFinder(source)
        for declaration in finder.declarations(from: .public) {
            violations += messages(about: declaration, isPublic: true).map {
                Violation(path: source.path, line: declaration.line, message: $0)
            }
        }
        return violations
    }

    private func messages(about declaration: Declaration, isPublic: Bool) -> [String] {
        let documentation = declaration.documentation
        guard isPublic else {
            guard !documentation.isEmpty else {
                return ["\(declaration.keyword) has no documentation"]
            }
            let (listed, real) = (declaration.listedParameters, declaration.parameters)
            return listed.isEmpty || listed == real
                ? [] : ["the comment lists \(listed), the parameters are \(real)"]
        }
        guard !documentation.isEmpty else { return [] }
        var messages: [String] = []
        if declaration.parameters.count >= Self.listedFrom, declaration.listedParameters.isEmpty {
            messages.append("\(declaration.parameters.count) parameters and no list of them")
        }
        if declaration.isThrowing, !declaration.says("Throws") {
            messages.append("it throws and does not say what")
        }
        return messages
    }
}
