extension SearchQuery {
    /// Returns the query as an FTS5 expression, to be bound as the right side of `MATCH`.
    ///
    /// The columns hold what ``SearchKeys/keys(_:)`` gives, in a table with `tokenize='ascii'`.
    /// Phrases are joined by AND, and each may be found in another column. FTS5 looks for a
    /// phrase in one column, so one that mixes tone and fold words is asked for as a whole by
    /// fold keys and, for each run of tone words in it, by tone keys. That finds every text in
    /// which the phrase occurs and may find a few in which only the parts do;
    /// ``highlights(in:)`` tells them apart.
    ///
    /// - Parameters:
    ///   - foldColumns: The columns of fold keys. An empty list means any column of the table.
    ///   - toneColumns: The columns of tone keys, likewise.
    /// - Returns: The expression, in which every token is a string and nothing typed is syntax,
    ///   or nil if the query is empty.
    public func fts5Expression(foldColumns: [String], toneColumns: [String]) -> String? {
        guard !isEmpty else { return nil }
        let folds = Self.filter(foldColumns)
        let tones = Self.filter(toneColumns)
        let parts = phrases.flatMap { phrase -> [String] in
            if phrase.allSatisfy(\.usesTone) {
                return [tones + Self.anyOf(Self.spellings(phrase.map(\.tones)))]
            }
            let whole = folds + Self.anyOf(Self.spellings(phrase.map(\.folds)))
            let runs = phrase.split { !$0.usesTone }
            return [whole] + runs.map { tones + Self.anyOf(Self.spellings($0.map(\.tones))) }
        }
        return parts.joined(separator: " AND ")
    }

    /// Joins the words of a phrase in each combination of their keys, up to the limit.
    private static func spellings(_ words: [[String]]) -> [String] {
        words.reduce([""]) { spellings, keys in
            let fits = spellings.count * keys.count <= TextLimits.phraseSpellingLimit
            let used = fits ? keys[...] : keys.prefix(1)
            return spellings.flatMap { start in
                used.map { start.isEmpty ? $0 : start + " " + $0 }
            }
        }
    }

    private static func anyOf(_ spellings: [String]) -> String {
        let strings = spellings.map(quoted)
        return strings.count == 1 ? strings[0] : "(" + strings.joined(separator: " OR ") + ")"
    }

    private static func filter(_ columns: [String]) -> String {
        columns.isEmpty ? "" : "{" + columns.map(quoted).joined(separator: " ") + "} : "
    }

    /// Makes an FTS5 string; keys hold no quotation mark, names of columns may.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "\"\"")
        return "\"" + escaped + "\""
    }
}
