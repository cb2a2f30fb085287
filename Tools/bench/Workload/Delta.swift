import VNModel

/// Workload W2: what two replicas do while they are apart, or a tenth of it (W2s).
struct Delta {
    /// One text register written over.
    struct Edit {
        let id: DocumentID
        let path: String
        let text: String
    }

    /// Headlines written on A.
    let editsOnA: [Edit]
    /// Comments written on A.
    let comments: [Comment]
    /// Headlines and summaries written on B; some meet A's.
    let editsOnB: [Edit]
    /// Articles deleted on B; some meet A's edits.
    let deletions: [DocumentID]

    /// Articles that the whole of W2 touches.
    static let articlesNeeded = 3_650

    /// Operations of both.
    var count: Int { editsOnA.count + comments.count + editsOnB.count + deletions.count }

    /// - Parameters:
    ///   - corpus: what both hold before.
    ///   - divisor: 1 for W2, 10 for W2s.
    init(_ corpus: Corpus, divisor: Int) {
        precondition(
            corpus.articleCount * divisor >= Delta.articlesNeeded, "the corpus is large enough")
        var generator = corpus.generator(0, 400)
        let order = generator.order(of: corpus.articleCount)
        func edit(_ index: Int, _ path: String, _ use: UInt64) -> Edit {
            var generator = corpus.generator(index, use)
            let text =
                path == "headline"
                ? corpus.headline(using: &generator) : Syllables.text(bytes: 295, using: &generator)
            return Edit(id: corpus.articleID(index), path: path, text: text)
        }
        let edits = 2_000 / divisor
        let (same, other, others) = (250 / divisor, 250 / divisor, 1_500 / divisor)
        editsOnA = order[..<edits].map { edit($0, "headline", 401) }
        editsOnB =
            order[..<same].map { edit($0, "headline", 402) }
            + order[same..<same + other].map { edit($0, "summary", 402) }
            + order[edits..<edits + others].map { edit($0, "headline", 402) }
        let met = order[same + other..<same + other + 50 / divisor]
        let unmet = order[edits + others..<edits + others + 150 / divisor]
        deletions = (met + unmet).map { corpus.articleID($0) }
        let deleted = Set(met + unmet)
        comments = (0..<5_000 / divisor).map { number in
            corpus.furtherComment(number) { generator in
                while true {
                    let index = generator.number(below: corpus.articleCount)
                    if !deleted.contains(index) { return index }
                }
            }
        }
    }
}

extension Delta {
    /// The operations of A and of B, a JSON line each, with nothing that sync needs: what any
    /// protocol has to carry.
    var bareOperations: (a: [UInt8], b: [UInt8]) {
        var a = JSONWriter(capacity: 1 << 20)
        var b = JSONWriter(capacity: 1 << 20)
        for edit in editsOnA { a.bare(edit.id, [(edit.path, .string(edit.text))]) }
        for comment in comments { a.bare(comment.id, comment.operations()) }
        for edit in editsOnB { b.bare(edit.id, [(edit.path, .string(edit.text))]) }
        for id in deletions { b.bare(id, [("deleted", .bool(true))]) }
        return (a.bytes, b.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func bare(
        _ id: DocumentID, _ operations: [(path: String, value: JSONValue)]
    ) {
        raw("{\"id\":")
        string(id.description)
        for operation in operations {
            raw(",")
            string(operation.path)
            raw(":")
            value(operation.value)
        }
        raw("}\n")
    }
}
