/// Time, identity, chance, sleep and output come from outside: the core must not reach for them.
struct BannedCallRule {
    static let coreModules = ["VNText", "VNModel", "VNStore", "VNWire", "VNSync", "VNEndpoint"]

    /// A piece of code that is banned.
    struct Ban: Sendable {
        var text: String
        /// Whether a call that passes its own generator (`using:`) is fine.
        var isFineWithGenerator = false
        /// Whether the text must begin a word: `.x(` need not.
        var beginsWord = true
    }

    static let bans: [Ban] = [
        Ban(text: "Date()"), Ban(text: "Date.now"), Ban(text: "UUID()"),
        Ban(text: ".random(", isFineWithGenerator: true, beginsWord: false),
        Ban(text: ".randomElement(", isFineWithGenerator: true, beginsWord: false),
        Ban(text: ".shuffled(", isFineWithGenerator: true, beginsWord: false),
        Ban(text: ".shuffle(", isFineWithGenerator: true, beginsWord: false),
        Ban(text: "SystemRandomNumberGenerator"), Ban(text: "Task.sleep"),
        Ban(text: "ContinuousClock()"), Ban(text: "ContinuousClock.now"),
        Ban(text: "SuspendingClock()"), Ban(text: "print("), Ban(text: "debugPrint("),
        Ban(text: "dump("),
    ]

    /// - Returns: Nothing for a file outside the core, or one whose name says `Environment`.
    func violations(in source: SwiftSource) -> [Violation] {
        guard Self.coreModules.contains(where: { source.folder == "Sources/" + $0 }),
            !source.name.contains("Environment")
        else { return [] }
        return source.code.enumerated().flatMap { index, line in
            Self.bans.filter { Self.line(line, breaks: $0) }.map { ban in
                Violation(
                    path: source.path, line: index + 1,
                    message: "\(ban.text) belongs into the injected environment")
            }
        }
    }

    static func line(_ line: String, breaks ban: Ban) -> Bool {
        var rest = line[...]
        while let range = rest.firstRange(of: ban.text) {
            let before = line[..<range.lowerBound].last
            let isOwn = ban.beginsWord && (before.map(isWordOrDot) ?? false)
            let isDeclared = line[..<range.lowerBound].hasSuffix("func ")
            let isFine = ban.isFineWithGenerator && line[range.upperBound...].contains("using:")
            let isInjected = line[..<range.lowerBound].hasSuffix("environment")
            if !isOwn, !isDeclared, !isFine, !isInjected { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isWordOrDot(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "."
    }
}
