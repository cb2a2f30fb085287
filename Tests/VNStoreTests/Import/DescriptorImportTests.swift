import Foundation
import Testing
import VNModel
import VNStore

@Suite("Imports from open descriptors, and of what is too large")
final class DescriptorImportTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    /// Writes bytes into a pipe, in parts, while the work reads it.
    private func piped<Value: Sendable>(
        _ bytes: [UInt8], parts: Int, _ work: (Int32) async throws -> Value
    ) async throws -> Value {
        let pipe = Pipe()
        let writer = Task.detached {
            for start in stride(from: 0, to: bytes.count, by: parts) {
                try pipe.fileHandleForWriting.write(
                    contentsOf: bytes[start..<min(bytes.count, start + parts)])
            }
            try pipe.fileHandleForWriting.close()
        }
        let value = try await work(pipe.fileHandleForReading.fileDescriptor)
        try await writer.value
        return value
    }

    @Test("a feed by a pipe becomes what the file becomes", arguments: FeedImportTests.whole)
    func feeds(_ name: String, _ format: ImportFormat, _ articles: Int, _ comments: Int)
        async throws
    {
        guard name.contains(".") else { return }
        let store = try await folder.store()
        let report = try await piped(try FeedFixtures.bytes(name), parts: 7) { descriptor in
            try await store.importDocuments(from: .descriptor(descriptor, name: "-"))
        }
        #expect(report.failed == [])
        #expect(!report.isReadOnce)
        let found = String(decoding: try await store.exported().1, as: UTF8.self)
        #expect(try found == FeedFixtures.expected(name))
    }

    @Test("imports that wait for their pipes leave threads to those who write into them")
    func patience() async throws {
        let store = try await folder.store()
        let pipes = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in Pipe() }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for pipe in pipes {
                group.addTask {
                    let descriptor = pipe.fileHandleForReading.fileDescriptor
                    return try await store.importDocuments(
                        from: .descriptor(descriptor, name: "-")
                    ).articles
                }
            }
            group.addTask {
                // All of them wait by then.
                try await Task.sleep(for: .milliseconds(300))
                for pipe in pipes { try pipe.fileHandleForWriting.close() }
                return 0
            }
            for try await articles in group { #expect(articles == 0) }
        }
    }

    @Test("a file that is open already is read from where it stands, and left there")
    func file() async throws {
        let store = try await folder.store()
        let bytes = try FeedFixtures.bytes("07-atom.xml")
        let path = try folder.file("feed", Array("xyz".utf8) + bytes)
        let handle = try #require(FileHandle(forReadingAtPath: path))
        try handle.seek(toOffset: 3)
        let report = try await store.importDocuments(
            from: .descriptor(handle.fileDescriptor, name: "-"))
        #expect((report.articles, report.comments, report.failedCount) == (1, 2, 0))
        #expect(!report.isReadOnce)
        #expect(try handle.offset() == 3)
    }

    @Test("a descriptor that is not open is an error with a code")
    func closed() async throws {
        let store = try await folder.store()
        await #expect {
            try await store.importDocuments(from: .descriptor(-1, name: "-"))
        } throws: {
            ($0 as? ImportError)?.code == ImportError.unreadable
        }
    }

    @Test("a feed longer than what is held is read once, and says so")
    func long() async throws {
        let store = try await folder.store()
        let item = { (number: Int, padding: Int) in
            """
            <item><title>Tin \(number)</title><link>https://vamxang.example/\(number)</link>
            <pubDate>Tue, 11 Feb 2025 06:30:00 +0700</pubDate><description>Một câu.</description>
            <x>\(String(repeating: "a", count: padding))</x></item>
            """
        }
        let items = (0..<14).map { item($0, 700_000) }.joined()
        let feed = "<rss version=\"2.0\"><channel><title>Báo</title>\(items)</channel></rss>"
        let report = try await piped(Array(feed.utf8), parts: 1 << 16) { descriptor in
            try await store.importDocuments(from: .descriptor(descriptor, name: "-"))
        }
        #expect(report.failed == [])
        #expect(report.articles == 14)
        #expect(report.isReadOnce)
        #expect(report.bytes == feed.utf8.count)
    }

    @Test("of a comment that waits and comes again behind its article, the later one stands")
    func waiting() async throws {
        let store = try await folder.store()
        let path = "crashers/jsonl/comment-again-behind-its-article.jsonl"
        let bytes = try ImportFixtures.bytes(path)
        for isDryRun in [true, false] {
            let report = try await store.importDocuments(
                from: .bytes(bytes, name: "lines"), options: ImportOptions(isDryRun: isDryRun))
            #expect((report.articles, report.comments, report.failedCount) == (1, 2, 0))
            #expect((report.created, report.unchanged) == (2, 1))
        }
        let text = String(decoding: try await store.exported().1, as: UTF8.self)
        #expect(text.contains("Bản thứ hai"))
        #expect(!text.contains("Bản thứ nhất"))
    }

    @Test(
        "an article that no change can carry is a failure with its line, and the others are taken")
    func tooLarge() async throws {
        let store = try await folder.store()
        func line(_ number: Int, _ blocks: Int, _ characters: Int) -> String {
            var article = Article(
                id: DocumentID(high: 0x0195_0000_0000_7000, low: 1 << 63 | UInt64(number)),
                headline: "Tin \(number)", datePublished: "2025-02-11T06:30:00+07:00",
                publisher: Agent(kind: .organization, name: "Báo Vàm Xáng"))
            article.body = (0..<blocks).map {
                Block(id: "b\($0)", text: String(repeating: "a", count: characters))
            }
            return article.json.canonicalText + "\n"
        }
        // Below the limit of a document; the changes that write it, a path a value, are not.
        let large = line(2, 1900, 500)
        #expect(large.utf8.count < 1 << 20)
        let lines = line(1, 1, 10) + large + line(3, 1, 10)
        for isDryRun in [true, false] {
            let report = try await store.importDocuments(
                from: .bytes(Array(lines.utf8), name: "lines"),
                options: ImportOptions(isDryRun: isDryRun))
            #expect((report.articles, report.created) == (2, 2))
            #expect(report.failed.map(\.code) == ["store.group-too-large"])
            #expect(report.failed.map(\.line) == [2])
            #expect(report.failed.map(\.source) == ["lines"])
        }
        #expect(try await store.verify(deep: true).ok)
    }
}
