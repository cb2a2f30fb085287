import Foundation
import Testing
import VNModel
import VNStore

@Suite("Collecting media files") struct MediaCollectionTests {
    private let day: UInt64 = 86_400_000

    @Test("a file goes some time after the last article let go of it, and not before")
    func grace() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let store = fixture.store
        let article = fixture.illustrated(1, lead: "co-do.gif", body: ["pho-co.jpg"])
        try await store.post(article)
        try await store.post(fixture.illustrated(2, lead: "pho-co.jpg"))
        try await store.fetchMedia(.all, using: FolderFetcher())
        fixture.environment.advance(by: 100 * day)
        let idle = try await store.collectMedia()
        #expect(idle.removedFiles == 0 && idle.files == 2)
        try await store.edit(article.id) { article in
            article.image = nil
            article.body.removeLast()
        }
        #expect(try await store.collectMedia().removedFiles == 0)
        fixture.environment.advance(by: 29 * day)
        #expect(try await store.collectMedia().removedFiles == 0)
        fixture.environment.advance(by: 2 * day)
        let rehearsed = try await store.rehearsing.collectMedia()
        #expect(fixture.mediaNames.count == 2)
        let report = try await store.collectMedia()
        #expect(report == rehearsed && report.removedFiles == 1 && report.files == 1)
        #expect(report.removedBytes == (try Pictures.bytes("co-do.gif")).count)
        #expect(fixture.mediaNames.count == 1)
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("a file that an edit lets go of and another takes back begins its time anew")
    func backAgain() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let store = fixture.store
        let file = try await store.addMedia(from: .file(Pictures.path("co-do.gif")))
        var article = fixture.article(1)
        article.image = Image(alt: "Ảnh", sha256: file.digest.description)
        try await store.post(article)
        let id = article.id
        for _ in 1...4 {
            try await store.edit(id) { $0.image = nil }
            try await store.collectMedia()
            fixture.environment.advance(by: 20 * day)
            try await store.edit(id) {
                $0.image = Image(alt: "Ảnh", sha256: file.digest.description)
            }
            #expect(try await store.collectMedia().removedFiles == 0)
        }
        // A deletion can be undone, so it lets go of nothing.
        try await store.delete(id)
        try await store.collectMedia()
        fixture.environment.advance(by: 60 * day)
        #expect(try await store.collectMedia().removedFiles == 0)
        #expect(try await store.media(file.digest) != nil)
    }

    @Test("a file that only a value in conflict means stays")
    func conflict() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let store = fixture.store
        let files = [
            try await store.addMedia(from: .file(Pictures.path("co-do.gif"))),
            try await store.addMedia(from: .file(Pictures.path("pho-co.jpg"))),
        ]
        let article = fixture.article(1)
        try await store.post(article)
        let images = files.map { Image(alt: "Ảnh", sha256: $0.digest.description) }
        // Two replicas set the picture without knowing of each other.
        let base = try #require(try await store.document(article.id))
        try await store.edit(article.id) { $0.image = images[0] }
        let other = try await StoreFixture(seed: 4)
        _ = try await other.store.write(.durable) { session in
            try session.save(base, over: nil, seq: try session.nextSeq())
        }
        try await other.store.edit(article.id) { $0.image = images[1] }
        let theirs = try #require(try await other.store.document(article.id))
        try await store.write(.durable) { session in
            guard let stored = try session.stored(article.id, .article) else { return }
            var document = stored.document
            document.join(theirs)
            try session.save(document, over: stored, seq: try session.nextSeq())
        }
        let conflicts = try await store.article(article.id)?.conflicts
        #expect(conflicts?.first?.values.count == 2)
        try await store.collectMedia()
        fixture.environment.advance(by: 60 * day)
        #expect(try await store.collectMedia().removedFiles == 0)
        for file in files { #expect(try await store.media(file.digest) != nil) }
        // A sibling is kept, but not fetched.
        try FileManager.default.removeItem(atPath: fixture.mediaPath)
        try await store.collectMedia()
        #expect(try await store.missingMedia().count == 1)
    }

    @Test("beyond the limit those go that were used longest ago, never those that exist only here")
    func limit() async throws {
        let fixture = try await StoreFixture(seed: 5)
        try await fixture.store.post(
            fixture.illustrated(1, lead: "song-hong.png", body: ["pho-co.jpg", "cau-go.jpg"]))
        var options = MediaFetchOptions()
        options.parallel = 1
        try await fixture.store.fetchMedia(.all, using: FolderFetcher(), options: options)
        let own = try await fixture.store.addMedia(from: .file(Pictures.path("co-do.gif")))
        let article = try #require(try await fixture.store.article(fixture.article(1).id)?.article)
        let files = try await fixture.store.mediaFiles(of: article)
        let used = try #require(
            files[MediaReference(url: Pictures.url("song-hong.png"), digest: nil)])
        fixture.environment.advance(by: day)
        try await fixture.store.markMediaUsed([used.digest])
        let store = try await fixture.reopened { $0.totalLimit = used.bytes + own.bytes }
        let rehearsed = try await store.rehearsing.collectMedia()
        let report = try await store.collectMedia()
        #expect(report == rehearsed && report.removedFiles == 2)
        #expect(try await store.media(used.digest) != nil)
        let tight = try await fixture.reopened { $0.totalLimit = 1 }
        #expect(try await tight.collectMedia().removedFiles == 1)
        #expect(try await tight.media(own.digest) != nil, "nobody could bring it again")
    }

    @Test("what interruptions leave is taken away, what others are writing is not")
    func remains() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let store = fixture.store
        let file = try await store.addMedia(from: .file(Pictures.path("co-do.gif")))
        // A process ended while it wrote, another between the move and its commit.
        let draft = fixture.mediaPath + "/drafts/abc-def.part"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: draft))
        let name = String(repeating: "ab", count: 32)
        let stranger = fixture.mediaPath + "/ab/" + name.dropFirst(2)
        try FileManager.default.createDirectory(
            atPath: fixture.mediaPath + "/ab", withIntermediateDirectories: true)
        try Data([4, 5]).write(to: URL(fileURLWithPath: stranger))
        let foreign = fixture.mediaPath + "/ab/ghi-chu.txt"
        try Data([6]).write(to: URL(fileURLWithPath: foreign))
        let (begun, signal) = AsyncStream.makeStream(of: Void.self)
        let bytes = try Pictures.bytes("pho-co.jpg")
        let writer = Task {
            try await store.addMedia(from: .stream(SlowStream(bytes, signal)))
        }
        for await _ in begun { break }
        #expect(try await store.rehearsing.collectMedia().removedRemains == 2)
        let report = try await fixture.reopened().collectMedia()
        #expect(report.removedRemains == 2 && report.files == 1)
        for path in [draft, stranger] {
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        #expect(FileManager.default.fileExists(atPath: foreign), "it is not ours")
        #expect(try await store.media(file.digest) != nil)
        let written = try await writer.value
        #expect(try await store.media(written.digest) == written)
        #expect(fixture.mediaNames.count { $0.hasPrefix("drafts") } == 0)
    }

    @Test("rows whose file is gone are forgotten and the pictures missed")
    func goneFiles() async throws {
        let fixture = try await StoreFixture(seed: 7)
        let store = fixture.store
        try await store.post(fixture.illustrated(1, lead: "co-do.gif"))
        try await store.fetchMedia(.all, using: FolderFetcher())
        #expect(try await store.missingMedia() == [])
        try FileManager.default.removeItem(atPath: fixture.mediaPath)
        #expect(try await store.fetchMedia(.all, using: FolderFetcher()).files == 1)
        try FileManager.default.removeItem(atPath: fixture.mediaPath)
        #expect(try await store.collectMedia().forgottenRows == 1)
        #expect(try await store.missingMedia().count == 1)
    }

    @Test("additions and collections of one file beside each other never lose it")
    func race() async throws {
        let fixture = try await StoreFixture(seed: 8)
        let store = try await fixture.reopened { $0.unusedGrace = .zero }
        for _ in 1...20 {
            async let added = store.addMedia(from: .file(Pictures.path("co-do.gif")))
            async let report = store.collectMedia()
            let (file, _) = try await (added, report)
            let isNoted = try await store.verify(deep: true).checks.first { $0.name == "media" }
            #expect(isNoted?.ok == true)
            let isThere = FileManager.default.fileExists(atPath: file.path)
            #expect((try await store.media(file.digest) != nil) == isThere)
        }
    }
}

/// Tells when its first part was asked for, and takes its time.
private struct SlowStream: MediaStream {
    private let parts: PartStream
    private let signal: AsyncStream<Void>.Continuation

    init(_ bytes: [UInt8], _ signal: AsyncStream<Void>.Continuation) {
        parts = PartStream(bytes, size: 100)
        self.signal = signal
    }

    func next() async throws -> [UInt8]? {
        let part = try await parts.next()
        signal.yield()
        try await Task.sleep(for: .milliseconds(100))
        return part
    }
}
