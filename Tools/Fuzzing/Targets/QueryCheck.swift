internal import VNModel
internal import VNStore
internal import VNText

/// An input of the target `query`: one byte that chooses how to search, the text, and behind a NUL,
/// if there is one, the cursor of a page.
struct QueryInput {
    let text: String
    let match: SearchQuery.Match
    let scope: SearchRequest.Scope
    let cursor: String?

    init(_ bytes: [UInt8]) {
        let choice = Int(bytes.first ?? 0)
        match = [.auto, .exact, .fold][choice % 3]
        scope = SearchRequest.Scope.allCases[choice / 3 % 3]
        let rest = bytes.dropFirst()
        let end = rest.firstIndex(of: 0) ?? rest.endIndex
        text = String(decoding: rest[..<end], as: UTF8.self)
        cursor = end < rest.endIndex ? String(decoding: rest[(end + 1)...], as: UTF8.self) : nil
    }
}

/// What must hold whatever a reader types.
struct QueryCheck {
    private let input: QueryInput

    init(_ bytes: [UInt8]) { input = QueryInput(bytes) }

    func run(_ findings: inout Findings) async {
        let effort = Effort()
        let query = SearchQuery(input.text, match: input.match)
        checkForms(query, &findings)
        checkHighlights(query, &findings)
        let seconds = effort.seconds
        findings.check(seconds < FuzzLimits.readingSeconds, "reading took \(seconds) s")
        await search(query, &findings)
    }

    /// Composed and decomposed, with other quotation marks and white space: the same query.
    private func checkForms(_ query: SearchQuery, _ findings: inout Findings) {
        let composed = TextNormalization.nfc(input.text)
        findings.check(
            SearchQuery(composed, match: input.match) == query, "the query is another in NFC")
        findings.check(
            SearchQuery(input.text + " ", match: input.match) == query,
            "a space at the end makes another query")
        findings.check(
            !query.relaxed.usesToneKeys && query.relaxed.isEmpty == query.isEmpty,
            "the relaxed query is not relaxed")
        let expression = query.fts5Expression(foldColumns: ["f"], toneColumns: ["t"])
        findings.check((expression == nil) == query.isEmpty, "an empty query has an expression")
        findings.check(expression?.utf8.contains(0) != true, "the expression has a NUL")
    }

    private func checkHighlights(_ query: SearchQuery, _ findings: inout Findings) {
        let hits = query.highlights(in: input.text)
        findings.check(hits.isEmpty == query.isEmpty, "a query does not find its own text")
        check(hits, in: input.text, &findings)
        let relaxed = Set(query.relaxed.highlights(in: input.text))
        findings.check(
            hits.allSatisfy(relaxed.contains), "the relaxed query finds less than the query")
    }

    private func check(_ hits: [Range<Int>], in text: String, _ findings: inout Findings) {
        var end = 0
        let bytes = text.utf8
        for hit in hits {
            guard hit.lowerBound >= end, !hit.isEmpty, hit.upperBound <= bytes.count else {
                return findings.add("a hit at \(hit) behind \(end) of \(bytes.count) bytes")
            }
            end = hit.upperBound
        }
        let scalars = Array(bytes)
        let areWhole = hits.allSatisfy { hit in
            scalars[hit.lowerBound] & 0xC0 != 0x80
                && (hit.upperBound == scalars.count || scalars[hit.upperBound] & 0xC0 != 0x80)
        }
        findings.check(areWhole, "a hit cuts a character")
    }

    private func search(_ query: SearchQuery, _ findings: inout Findings) async {
        do {
            let store = try await QueryStore.shared.store()
            var request = SearchRequest(input.text)
            (request.match, request.scope, request.limit) = (input.match, input.scope, 3)
            await attempt(&findings) { findings in
                let results = try await store.search(request)
                for hit in results.hits {
                    for highlight in hit.highlights {
                        check(highlight.ranges, in: highlight.text, &findings)
                    }
                }
                findings.check(
                    results.hits.isEmpty || !query.isEmpty, "an empty query finds something")
            }
            await attempt(&findings) { _ in
                request.after = input.cursor ?? input.text
                request.section = input.text
                _ = try await store.search(request)
            }
            await attempt(&findings) { _ in
                var list = ArticleQuery()
                (list.text, list.after) = (input.text, input.cursor)
                _ = try await store.articles(list)
            }
            await attempt(&findings) { _ in _ = try await store.find(prefix: input.text) }
        } catch {
            findings.add("the store of queries failed: \(error)")
        }
    }

    /// Runs what may refuse the request, and only that.
    private func attempt(
        _ findings: inout Findings, _ work: (inout Findings) async throws -> Void
    ) async {
        let refusals: Set<StoreError.Code> = [.invalidRequest, .noSuchDocument, .ambiguousID]
        do {
            try await work(&findings)
        } catch let error as StoreError {
            findings.check(code: error.code.rawValue)
            findings.check(refusals.contains(error.code), "the store answers \(error)")
        } catch {
            findings.add("threw \(error)")
        }
    }
}

/// The small store that queries run against; opened once and never written again.
private actor QueryStore {
    static let shared = QueryStore()
    private var opening: Task<(StoreFolder, ContentStore), any Error>?

    func store() async throws -> ContentStore {
        if let opening { return try await opening.value.1 }
        let task = Task { () throws -> (StoreFolder, ContentStore) in
            let folder = try StoreFolder()
            let store = try await folder.store("queries")
            _ = try await store.write { transaction in
                for (number, text) in QueryStore.texts.enumerated() {
                    try QueryStore.put(UInt64(number) + 1, text, in: transaction)
                }
            }
            try await store.updateSearchIndex()
            return (folder, store)
        }
        opening = task
        return try await task.value.1
    }

    private static func put(
        _ number: UInt64, _ text: String, in transaction: WriteTransaction
    ) throws {
        let id = DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | number)
        var article = Article(
            id: id, headline: text, datePublished: "2025-02-0\(number)T08:00:00+07:00",
            publisher: Agent(kind: .organization, name: "Báo Bờ Đông"),
            body: [Block(id: "a", text: text + " " + text), Block(id: "b", text: "Hết.")])
        article.summary = text
        article.section = "doi-song"
        _ = try transaction.put(article)
        _ = try transaction.put(
            VNModel.Comment(
                id: DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | number),
                articleID: id, author: CommentAuthor(name: "Thảo"), text: text,
                dateCreated: "2025-02-0\(number)T09:00:00+07:00"))
    }

    private static let texts = [
        "Chợ cá Cửa Lạch họp lúc nửa đêm, kỹ sư đo thủy triều",
        "“Mỹ thuật” và lý lẽ: 21/1, TP.HCM, a@b.example, 46 tấn",
        "Đường đê Bắc mở lại; ma, mà, má, mả, mã, mạ",
        "ラーメン và ส้มตำ: AND OR NOT NEAR(x) * \" ' : ^ {a b}",
    ]
}
