/// What switches a check of the compiler off needs its reason in a comment, above or beside it.
struct ReasonRule {
    func violations(in source: SwiftSource) -> [Violation] {
        let isTest = source.path.hasPrefix("Tests/")
        return source.code.enumerated().flatMap { index, line -> [Violation] in
            let found = Self.escapes(in: line).filter { !isTest || $0.countsInTests }
            guard !found.isEmpty, !source.hasReason(at: index) else { return [] }
            return found.map {
                Violation(
                    path: source.path, line: index + 1,
                    message: "\($0.rawValue) needs its reason on the line above")
            }
        }
    }

    enum Escape: String, CaseIterable {
        case uncheckedSendable = "@unchecked Sendable"
        case nonisolatedUnsafe = "nonisolated(unsafe)"
        case forcedTry = "try!"
        case forcedCast = "as!"
        case unsafeCall = "unsafe…"
        case forcedUnwrap = "!"

        /// A test may unwrap by force: a failure there is seen at once.
        var countsInTests: Bool { self != .forcedUnwrap && self != .unsafeCall }
    }

    static func escapes(in line: String) -> Set<Escape> {
        var found: Set<Escape> = []
        if line.contains("@unchecked") { found.insert(.uncheckedSendable) }
        if line.contains("nonisolated(unsafe)") { found.insert(.nonisolatedUnsafe) }
        for word in words(of: line) where word.hasPrefix("unsafe") && word != "unsafe" {
            let isLabel = line[word.endIndex...].hasPrefix(":")
            if !isLabel { found.insert(.unsafeCall) }
        }
        let bytes = Array(line.utf8)
        for index in bytes.indices.dropFirst() where bytes[index] == UInt8(ascii: "!") {
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "=") { continue }
            let head = String(decoding: bytes[..<index], as: UTF8.self)
            guard let before = head.last, endsOperand(before) else { continue }
            switch words(of: head).last {
            case "try" where head.hasSuffix("try"): found.insert(.forcedTry)
            case "as" where head.hasSuffix("as"): found.insert(.forcedCast)
            default: found.insert(.forcedUnwrap)
            }
        }
        return found
    }

    private static func endsOperand(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_)]}>?\"".contains(character)
    }

    private static func words(of line: String) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
