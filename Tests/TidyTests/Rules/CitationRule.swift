/// Requirement ids and error codes stand in `Schema/` and in the code, or in neither.
struct CitationRule {
    /// All `VN-WIRE-nnn` in a text.
    static func requirements(in text: String) -> Set<String> {
        Set(text.matches(of: #/VN-WIRE-[0-9]{3}/#).map { String($0.output) })
    }

    /// The codes of the tables of `errors.md`: the backticked first cells.
    static func documentedCodes(in markdown: String) -> Set<String> {
        Set(IndexRule.rows(of: markdown).filter(isCode))
    }

    /// The codes that a source file writes down where an error gets its code.
    ///
    /// These are `code: "x.y"`, also as a default value, and `Self("x.y")` (with a dot, or it could
    /// be anything), `…Code("x")`, `…Code(rawValue: "x")` and `: …Code = "x"`; and in a file
    /// that is named for codes every constant.
    static func writtenCodes(in text: String, fileName: String) -> Set<String> {
        let labelled = text.matches(of: #/\bcode:\s*(?:\w+\s*=\s*)?"([^"\\]+)"/#)
            .map { String($0.output.1) }.filter { $0.contains(".") }
        let own = text.matches(of: #/\bSelf\(\s*(?:rawValue:\s*)?"([^"\\]+)"/#)
            .map { String($0.output.1) }.filter { $0.contains(".") }
        let made = text.matches(of: #/\b\w*Code\(\s*(?:rawValue:\s*)?"([^"\\]+)"/#)
            .map { String($0.output.1) }
        let declared = text.matches(of: #/:\s*[\w.]*Code\s*=\s*"([^"\\]+)"/#)
            .map { String($0.output.1) }
        let constants = text.matches(of: #/\bstatic\s+let\s+\w+\s*=\s*"([^"\\]+)"/#)
            .map { String($0.output.1) }.filter { _ in fileName.contains("Code") }
        return Set(labelled + own + made + declared + constants).filter(isCode)
    }

    static func violations(
        documented: Set<String>, used: Set<String>, listed path: String, user: String
    ) -> [Violation] {
        documented.subtracting(used).sorted().map {
            Violation(path: path, line: 0, message: "\($0) is in no file under \(user)")
        }
            + used.subtracting(documented).sorted().map {
                Violation(path: path, line: 0, message: "\($0), used under \(user), is not listed")
            }
    }

    private static func isCode(_ text: String) -> Bool {
        text.wholeMatch(of: #/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*/#) != nil
    }
}
