import VNText

/// A stand-in for the index: documents as columns of keys, searched by reading the expression.
///
/// It knows just the grammar that queries may use: clauses joined by AND, each with an optional
/// filter of columns, then one string or several joined by OR in parentheses.
struct NaiveIndex {
    /// The columns of one document, each as its words.
    private var documents: [Int: [String: [String]]] = [:]

    mutating func add(_ id: Int, headline: String, body: String) {
        var columns: [String: [String]] = [:]
        for (name, text) in [("headline", headline), ("body", body)] {
            let keys = SearchKeys.keys(text)
            columns[name + "_fold"] = Self.words(keys.fold)
            columns[name + "_tone"] = Self.words(keys.tone)
        }
        documents[id] = columns
    }

    /// Divides at spaces as bytes: a letter may form one character with the space before it.
    static func words(_ keys: String) -> [String] {
        keys.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Returns the ids of the documents that a query finds, ascending.
    func search(_ query: SearchQuery) -> [Int] {
        let expression = query.fts5Expression(
            foldColumns: ["headline_fold", "body_fold"],
            toneColumns: ["headline_tone", "body_tone"])
        guard let expression else { return [] }
        var reader = ExpressionReader(expression)
        let clauses = reader.clauses()
        return documents.filter { document in clauses.allSatisfy { $0.matches(document.value) } }
            .keys.sorted()
    }
}

/// One clause of an expression: any of the phrases in any of the columns.
struct ExpressionClause: Equatable {
    var columns: [String] = []
    var phrases: [[String]] = []

    func matches(_ document: [String: [String]]) -> Bool {
        let searched = document.filter { columns.isEmpty || columns.contains($0.key) }
        return searched.values.contains { words in
            phrases.contains { phrase in
                words.indices.contains { start in
                    words[start...].starts(with: phrase) { $0.utf8.elementsEqual($1.utf8) }
                }
            }
        }
    }
}

/// Reads an expression strictly; anything outside the grammar is a failed precondition.
struct ExpressionReader {
    private var rest: Substring

    init(_ expression: String) {
        rest = expression[...]
    }

    mutating func clauses() -> [ExpressionClause] {
        var clauses = [clause()]
        while take(" AND ") { clauses.append(clause()) }
        precondition(rest.isEmpty, "left over: \(rest)")
        return clauses
    }

    private mutating func clause() -> ExpressionClause {
        var clause = ExpressionClause()
        if take("{") {
            repeat { clause.columns.append(string()) } while take(" ")
            precondition(take("} : "))
        }
        if take("(") {
            repeat { clause.phrases.append(words()) } while take(" OR ")
            precondition(take(")"))
        } else {
            clause.phrases.append(words())
        }
        return clause
    }

    private mutating func words() -> [String] {
        NaiveIndex.words(string())
    }

    private mutating func string() -> String {
        precondition(take("\""))
        var text = ""
        while let next = rest.unicodeScalars.popFirst() {
            if next == "\"" {
                guard take("\"") else { return text }
            }
            text.unicodeScalars.append(next)
        }
        preconditionFailure("a string does not end")
    }

    private mutating func take(_ prefix: String) -> Bool {
        guard rest.utf8.starts(with: prefix.utf8) else { return false }
        rest.unicodeScalars.removeFirst(prefix.unicodeScalars.count)
        return true
    }
}
