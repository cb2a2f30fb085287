import VNModel
import VNStore

/// P12: W4, what a reader does in a store with W1: a page of the list, an article with its thread,
/// a search for three words.
enum ReadingMeasure: Measure {
    static let ids = ["P12"]

    private static let count = 101
    /// Comments under the article that is opened.
    private static let threadLength = 200

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let reader = try await bench.reader()
        try reader.restore()
        let store = try await ContentStore.open(at: Workbench.store(in: reader.path))
        bench.say("P12: indexing W1")
        try await store.updateSearchIndex()
        let article = try await addThread(to: store, bench.corpus)
        bench.say("P12: list, open, search")
        let listing = try await times { _ in
            let page = try await store.articles(ArticleQuery())
            guard page.elements.count == 20 else { throw BenchError("the list is not a page") }
        }
        let opening = try await times { _ in
            let entry = try await store.article(article)
            let thread = try await store.thread(of: article)
            guard entry != nil, thread.count >= threadLength else {
                throw BenchError("the article or its comments are missing")
            }
        }
        let queries = queries(bench.corpus)
        let searching = try await times { number in
            let results = try await store.search(SearchRequest(queries[number]))
            guard !results.hits.isEmpty else { throw BenchError("a search finds nothing") }
        }
        try await store.close()
        try reader.restore()
        return [
            finding("list of 20 articles", listing, 1),
            finding("article with \(threadLength) comments", opening, 3),
            finding("search for three words", searching, 20),
        ]
    }

    private static func finding(
        _ what: String, _ times: [Double], _ milliseconds: Double
    ) -> Finding {
        Finding(
            id: "P12", what: "\(what), median", value: Stopwatch.median(times) * 1000, unit: "ms",
            budget: .atMost(milliseconds))
    }

    private static func times(_ body: (Int) async throws -> Void) async throws -> [Double] {
        try await body(0)
        var result: [Double] = []
        for number in 0..<count {
            result.append(try await Stopwatch.seconds { try await body(number) })
        }
        return result
    }

    private static func addThread(
        to store: ContentStore, _ corpus: Corpus
    ) async throws -> DocumentID {
        let index = corpus.articleCount / 2
        try await store.write { transaction in
            for number in 0..<threadLength {
                try transaction.put(corpus.furtherComment(number) { _ in index })
            }
        }
        return corpus.articleID(index)
    }

    /// Three words that stand side by side in an article, one query for each time.
    private static func queries(_ corpus: Corpus) -> [String] {
        (0..<count).map { number in
            var generator = corpus.generator(number, 400)
            let article = corpus.article(generator.number(below: corpus.articleCount))
            let words = (article.body[0].text ?? article.headline).split(separator: " ")
            let start = generator.number(below: words.count - 2)
            return words[start..<start + 3].joined(separator: " ")
        }
    }
}
