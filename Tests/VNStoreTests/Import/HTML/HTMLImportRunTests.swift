import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

@Suite("Importing web pages into a store")
struct HTMLImportRunTests {
    private func page(_ number: Int) -> [UInt8] {
        let head = "<link rel=canonical href='https://x.example/\(number)'>"
        let body = "<h1>Bài \(number)</h1>\(HTMLFixtures.paragraph)"
        return Array(HTMLFixtures.page(head: head, body: body).utf8)
    }

    @Test("a folder is read by name, in every depth, and once more without a change")
    func folder() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        _ = try folder.file("pages/b.HTM", page(2))
        _ = try folder.file("pages/a/c.html", page(1))
        _ = try folder.file("pages/d.xhtml", page(3))
        _ = try folder.file("pages/e.css", Array("p {}".utf8))
        _ = try folder.file("pages/f.txt", Array("không phải trang web".utf8))
        let report = try await store.importDocuments(
            from: .directory("\(folder.path)/pages"), format: .html)
        #expect(report.articles == 3)
        #expect(report.created == 3)
        #expect(report.failedCount == 0)
        var found: [String] = []
        for id in report.documents {
            found.append(try #require(await store.importedArticle(id)).url ?? "")
        }
        #expect(found == (1...3).map { "https://x.example/\($0)" })
        let before = try await store.journalSize()
        let again = try await store.importDocuments(
            from: .directory("\(folder.path)/pages"), format: .html)
        #expect(again.unchanged == 3)
        #expect(try await store.journalSize() == before)
    }

    @Test("the same address is one article, in one store and in two")
    func sameAddress() async throws {
        let folder = try ImportFolder()
        let alice = try await folder.store("alice")
        let bob = try await folder.store("bob")
        let html = { (head: String) in
            Array(HTMLFixtures.page(head: head, body: HTMLFixtures.paragraph).utf8)
        }
        let first = html("<link rel=canonical href='https://X.example/a/?utm_medium=b'>")
        let second = html("<meta property='og:url' content='https://x.example/a#c'>")
        for store in [alice, bob] {
            try await store.importDocuments(from: .bytes(first, name: "a.html"))
            let report = try await store.importDocuments(from: .bytes(second, name: "b.html"))
            #expect(report.created == 0)
            #expect(try await store.documentCount() == 1)
        }
        let ids = try await [alice, bob].asyncMap { store in
            try await store.importDocuments(from: .bytes(first, name: "a.html")).documents
        }
        #expect(ids[0] == ids[1])
    }

    @Test("a page that changed keeps what it does not say and the blocks it still has")
    func changed() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        let head = """
            <link rel=canonical href='https://x.example/a'><meta name=keywords content='một'>
            <meta property='article:section' content='Xã hội'>
            """
        let first = HTMLFixtures.page(head: head, body: "<p>Đoạn đầu của bài này.</p>")
        let report = try await store.importDocuments(
            from: .bytes(Array(first.utf8), name: "a.html"))
        let id = try #require(report.documents.first)
        let second = HTMLFixtures.page(
            head:
                "<link rel=canonical href='https://x.example/a'><meta name=keywords content='hai'>",
            body: "<p>Đoạn mới ở trên.</p><p>Đoạn đầu của bài này.</p>")
        let again = try await store.importDocuments(
            from: .bytes(Array(second.utf8), name: "a.html"))
        #expect(again.changed == 1)
        let article = try #require(await store.importedArticle(id))
        #expect(article.body.map(\.text) == ["Đoạn mới ở trên.", "Đoạn đầu của bài này."])
        #expect(article.body.last?.id == "p1")
        #expect(article.section == "xa-hoi")
        #expect(article.topics == ["hai", "mot"])
    }

    @Test("auto knows web pages by their names and by what they begin with")
    func auto() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        let page = { (start: String, number: Int) in Array(start.utf8) + self.page(number) }
        let sources: [(String, [UInt8])] = [
            ("a", self.page(1)), ("b.txt", page("\u{FEFF} \n<!-- x -->\n", 2)),
            ("c", page("<?xml version='1.0'?>\n", 3)),
            ("d.HTML", page("Lời đầu ", 4)),
            (
                "e",
                [0xFF, 0xFE]
                    + String(decoding: self.page(5), as: UTF8.self).utf16
                    .flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            ),
        ]
        for (name, bytes) in sources {
            let report = try await store.importDocuments(from: .bytes(bytes, name: name))
            #expect(report.created == 1, "\(name)")
        }
        let other = try await store.importDocuments(
            from: .bytes(Array("<svg></svg>".utf8), name: "f"))
        #expect(other.failed.first?.code == ImportError.notAPage)
    }

    @Test("a page that fails names its file and line and leaves the others alone")
    func failures() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        _ = try folder.file("p/1.html", page(1))
        _ = try folder.file("p/2.html", Array("<title>A</title>\n\n<p>".utf8) + [0xFF])
        _ = try folder.file("p/3.html", [UInt8](repeating: 0x20, count: 9 << 20))
        _ = try folder.file("p/4.html", Array("<title>Không có gì</title>".utf8))
        _ = try folder.file("p/5.html", page(5))
        let report = try await store.importDocuments(from: .directory("\(folder.path)/p"))
        #expect(report.created == 2)
        #expect(
            report.failed.map(\.code) == [
                ImportError.invalidUTF8, ImportError.tooLarge, ImportError.notAPage,
            ])
        #expect(report.failed.map { String($0.source.suffix(6)) } == (2...4).map { "\($0).html" })
        #expect(report.failed.first?.line == 3)
        let strict = try await store.importDocuments(
            from: .directory("\(folder.path)/p"), options: ImportOptions(isStrict: true))
        #expect(strict.isStopped)
        #expect(strict.articles == 1)
    }

    @Test("a dry run writes nothing and says what it would have written")
    func dryRun() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        _ = try folder.file("p/1.html", page(1))
        _ = try folder.file("p/2.html", page(1))
        let report = try await store.importDocuments(
            from: .directory("\(folder.path)/p"), options: ImportOptions(isDryRun: true))
        #expect(report.created == 1)
        #expect(report.unchanged == 1)
        #expect(try await store.documentCount() == 0)
    }

    @Test("progress is told file by file")
    func progress() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        for number in 1...5 { _ = try folder.file("p/\(number).html", page(number)) }
        let told = Mutex<[String]>([])
        try await store.importDocuments(from: .directory("\(folder.path)/p")) { progress in
            told.withLock { $0.append(String(progress.source.suffix(6))) }
        }
        let names = told.withLock { $0 }
        #expect(names.prefix(5) == ["1.html", "2.html", "3.html", "4.html", "5.html"])
    }

    @Test("a file stands in for publisher and day that the page does not name")
    func surroundings() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        let file = try folder.file(
            "Sổ tay/a/b.html", Array("<title>A</title>\(HTMLFixtures.paragraph)".utf8))
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
        let report = try await store.importDocuments(from: .directory("\(folder.path)/Sổ tay/"))
        let id = try #require(report.documents.first)
        let article = try #require(await store.importedArticle(id))
        #expect(article.publisher.name == "Sổ tay")
        #expect(article.datePublished == "2023-11-15T00:00:00+07:00")
        #expect(article.datePublishedPrecision == .day)
        let alone = try await store.importDocuments(from: .file(file))
        #expect(alone.documents == report.documents)
    }

    /// Real pages are not part of the repository: the variable names a folder of them.
    private static let realFolder = ProcessInfo.processInfo.environment["VNSYNC_REAL_HTML"]

    @Test(
        "a folder of real pages becomes articles",
        .enabled(if: realFolder != nil, "VNSYNC_REAL_HTML names no folder of pages"))
    func realPages() async throws {
        let folder = try ImportFolder()
        let store = try await folder.store()
        let path = try #require(HTMLImportRunTests.realFolder)
        let report = try await store.importDocuments(from: .directory(path), format: .html)
        let pages = report.articles + report.failedCount
        #expect(report.articles > 0)
        #expect(report.failedCount * 20 <= pages, "\(report.failed.prefix(20))")
        #expect(report.failed.allSatisfy { $0.code.hasPrefix("import.") })
        let again = try await store.importDocuments(from: .directory(path), format: .html)
        #expect(again.created == 0)
    }
}

extension Sequence {
    /// The results for all elements, one after the other.
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
