import Testing
import VNModel
import VNRandom

@Suite("Articles")
struct ArticleTests {
    private let plain = Article(
        id: DocumentID(high: 1, low: 2), headline: "Gạo",
        datePublished: "2024-01-21T09:15:00+07:00",
        publisher: Agent(kind: .organization, id: "bao-mau", name: "Báo Mẫu"),
        body: ["Một", "Hai", "Ba"].map { Block(text: $0) })

    private func document(_ article: Article) -> Document {
        Document(creating: article.operations(), id: article.id, kind: .article)
    }

    @Test("the JSON of an article with every member comes back byte for byte")
    func jsonRoundTrip() throws {
        let json = try fullArticleJSON()
        let article = try Article(json: json)
        #expect(article.json == json, "\(article.json.canonicalText)")
        #expect(article.body.map(\.role) == Block.Role.allCases)
        #expect(article.authors.map(\.id) == ["tran-van-b", "le-thi-a"])
        #expect(article.unknown["zukunft"] != nil && article.ext.count == 1)
    }

    @Test("an article comes back from its registers")
    func registersRoundTrip() throws {
        let article = try Article(json: try fullArticleJSON())
        let operations = article.operations()
        let document = document(article)
        let copy = Article(document: document)
        #expect(copy.json == article.json)
        #expect(copy.changes(to: document).isEmpty && article.changes(to: document).isEmpty)
        #expect(
            operations.map(\.path)
                == operations.map(\.path).sorted {
                    Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
                })
        for (path, value) in operations {
            try ContentRules.validate(kind: .article, path: path, value: value)
        }
        try ContentRules.validate(document)
        #expect(document.value("topics/lua-gao") == .bool(true))
        #expect(
            document.value("body/p1")?["id"] == nil && document.value("body/p1")?["order"] != nil)
    }

    @Test("absent lists are empty, absent texts are left out, nothing is null")
    func absent() throws {
        let json = plain.json
        for key in ["authors", "topics", "related", "altIds"] { #expect(json[key] == .array([])) }
        for key in ["url", "summary", "dateModified", "byline", "image", "ext", "source"] {
            #expect(json[key] == nil)
        }
        #expect(!json.canonicalText.contains("null"))
        #expect(json["language"] == "vi" && json["status"] == "usable")
        #expect(
            plain.operations().map(\.path) == [
                "body/p1", "body/p2", "body/p3", "datePublished", "headline", "publisher",
            ])
    }

    @Test("a document without registers is an article with nothing in it")
    func empty() {
        let article = Article(document: Document(id: plain.id, kind: .article))
        #expect(article.headline.isEmpty && article.publisher.name.isEmpty && article.body.isEmpty)
        #expect(article.operations().isEmpty && article.json["headline"] == "")
    }

    @Test("values that do not fit are shown as absent, and hide nothing else", arguments: 0..<10)
    func total(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        let paths =
            plain.operations().map(\.path) + [
                "authors/a", "related/x", "altIds/x", "image", "source", "status", "topics/x",
                "ext/a.b", "commentPolicy", "language", "datePublishedPrecision", "zukunft",
            ]
        var document = document(plain)
        for number in 2..<60 {
            let live = LiveValue(
                dot: dot("b\(number)"), stamp: random.stamp(), value: random.json())
            document.write(random.pick(paths), live)
            let article = Article(document: document)
            #expect(article.changes(to: document).isEmpty, "seed \(seed)")
        }
    }

    @Test("what a newer version hides from readers stays hidden")
    func newerStatus() {
        var document = document(plain)
        document.write([("status", "zukunft"), ("commentPolicy", "zukunft")], at: "b1", stamp: 2)
        #expect(Article(document: document).status == .withheld)
        #expect(Article(document: document).commentPolicy == .closed)
    }

    @Test("an edit writes only the registers whose shown value differs")
    func minimalEdit() {
        let document = document(plain)
        var edited = Article(document: document)
        edited.headline = "Gạo ST25"
        edited.body[1].text = "Hai rưỡi"
        edited.topics = ["lua-gao"]
        let changes = edited.changes(to: document)
        #expect(changes.map(\.path) == ["body/p2", "headline", "topics/lua-gao"])
        #expect(changes[0].value["order"] == document.value("body/p2")?["order"])
    }

    @Test("what disappears is removed, a default is written out")
    func removal() throws {
        let article = try Article(json: try fullArticleJSON())
        let document = document(article)
        var edited = Article(document: document)
        edited.summary = nil
        edited.body.remove(at: 0)
        edited.topics.removeFirst()
        edited.authors.removeLast()
        edited.related.removeFirst()
        edited.alternateIDs.removeLast()
        edited.ext = JSONObject()
        edited.unknown = JSONObject()
        edited.status = .usable
        let changes = edited.changes(to: document)
        #expect(
            changes.map(\.path) == [
                "altIds/wordpress:77", "authors/le-thi-a", "body/p1", "ext/vn.mau.priority",
                "related/sameTopic-gia-gao", "status", "summary", "topics/an-giang", "zukunft",
            ])
        for (path, value) in changes where path != "status" { #expect(value == .null, "\(path)") }
        #expect(changes.first { $0.path == "status" }?.value == "usable")
        var after = document
        after.write(changes, at: "b1", stamp: 1_705_802_500_000 << 16)
        #expect(Article(document: after) == edited.withoutOrders(of: after))
    }

    @Test("any edit shows what was meant, and is done when it is written", arguments: 0..<20)
    func edits(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        var document = document(plain)
        for number in 1..<40 {
            var article = Article(document: document)
            if random.chance(40), !article.body.isEmpty {
                article.body.remove(at: random.below(article.body.count))
            }
            if random.chance(60) {
                let block = Block(text: "Đoạn \(number)")
                article.body.insert(block, at: random.below(article.body.count + 1))
            }
            if random.chance(30) { article.body.shuffle(using: &random) }
            if random.chance(30) { article.authors = [Agent(kind: .person, name: "An \(number)")] }
            if random.chance(30) { article.authors.insert(Agent(kind: .person, name: "B"), at: 0) }
            if random.chance(30) {
                article.related.append(Link(rel: .mentions, headline: "Tin \(number % 3)"))
            }
            if random.chance(20) { article.related.shuffle(using: &random) }
            let changes = article.changes(to: document)
            document.write(changes, at: "b\(number)", stamp: UInt64(number))
            let shown = Article(document: document)
            #expect(shown.body.map(\.text) == article.body.map(\.text), "seed \(seed)")
            #expect(shown.authors.map(\.name) == article.authors.map(\.name), "seed \(seed)")
            #expect(Set(shown.related) == Set(article.related), "seed \(seed)")
            #expect(shown.changes(to: document).isEmpty, "seed \(seed)")
            for (path, value) in changes {
                #expect(throws: Never.self, "seed \(seed) \(path)") {
                    try ContentRules.validate(kind: .article, path: path, value: value)
                }
            }
        }
    }

    @Test("paragraphs keep their places when others come, go or move")
    func places() {
        let document = document(plain)
        var article = Article(document: document)
        article.body.insert(Block(text: "Mới"), at: 1)
        #expect(article.changes(to: document).count == 1)
        article = Article(document: document)
        article.body.append(article.body.removeFirst())
        #expect(article.changes(to: document).map(\.path) == ["body/p1"])
    }

    @Test("two people who insert different paragraphs at one place keep both, alike everywhere")
    func concurrentInserts() {
        let before = document(plain)
        func inserting(_ text: String, _ name: String) -> Document {
            var article = Article(document: before)
            article.body.insert(Block(text: text), at: 1)
            var document = before
            document.write(article.changes(to: before), at: name, stamp: 9)
            return document
        }
        let (left, right) = (inserting("Trái", "b1"), inserting("Phải", "c1"))
        var one = left
        one.join(right)
        var other = right
        other.join(left)
        let texts = Article(document: one).body.map(\.text)
        #expect(texts == Article(document: other).body.map(\.text))
        #expect(Set(texts) == ["Một", "Trái", "Phải", "Hai", "Ba"] && texts.count == 5)
        #expect(one.conflicts.isEmpty)
        // There is room between the two although they have the same place.
        var article = Article(document: one)
        article.body.insert(Block(text: "Giữa"), at: 2)
        one.write(article.changes(to: one), at: "d1", stamp: 10)
        #expect(Article(document: one).body.map(\.text) == article.body.map(\.text))
    }

    @Test("members of a newer version inside a register survive an edit")
    func newerMembers() throws {
        var document = document(plain)
        let block = try JSONValue(
            parsing: "{\"role\":\"paragraph\",\"text\":\"Một\",\"order\":\"F\",\"lang\":\"en\"}")
        let table = try JSONValue(parsing: "{\"role\":\"table\",\"order\":\"G\"}")
        document.write([("body/p1", block), ("body/t1", table)], at: "b1", stamp: 2)
        var article = Article(document: document)
        #expect(article.changes(to: document).isEmpty)
        article.body[0].text = "Khác"
        let changes = article.changes(to: document)
        #expect(changes.map(\.path) == ["body/p1"])
        #expect(changes[0].value["lang"] == "en" && changes[0].value["text"] == "Khác")
    }

    @Test("the time of the last edit is shown unless a register says it; creation is no edit")
    func dateModified() {
        var document = document(plain)
        #expect(Article(document: document).dateModified == nil)
        let later: UInt64 = (1_705_802_400_000 + 61_999) << 16 | 7
        document.write([("headline", "Khác")], at: "a2", stamp: later)
        #expect(Article(document: document).dateModified == "2024-01-21T02:01:01Z")
        // Saving what is shown does not freeze it.
        #expect(Article(document: document).changes(to: document).isEmpty)
        document.write([("deleted", .null)], at: "a3", stamp: later + 1_000_000_000_000)
        #expect(Article(document: document).dateModified == "2024-01-21T02:01:01Z")
        document.write([("dateModified", "2024-02-01T00:00:00+07:00")], at: "a4", stamp: later)
        #expect(Article(document: document).dateModified == "2024-02-01T00:00:00+07:00")
    }
}

extension Article {
    /// The article with the places that a document has for its blocks.
    fileprivate func withoutOrders(of document: Document) -> Article {
        var result = self
        result.body = body.map { block in
            var block = block
            block.order = document.value("body/\(block.id)")?["order"]?.string ?? ""
            return block
        }
        result.dateModified = dateModified
        return result
    }
}
