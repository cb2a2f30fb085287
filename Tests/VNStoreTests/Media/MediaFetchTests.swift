import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

@Suite("Fetching media files") struct MediaFetchTests {
    @Test("what articles on show refer to is missing until it was fetched, newest articles first")
    func missing() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let store = fixture.store
        try await store.post(fixture.illustrated(1, lead: "song-hong.png", day: 2))
        try await store.post(
            fixture.illustrated(2, lead: "pho-co.jpg", body: ["co-do.gif", "cau-go.jpg"], day: 3))
        var draft = fixture.illustrated(3, lead: "tre-lang.webp", day: 4)
        draft.status = .draft
        try await store.post(draft)
        let names = { (missing: [MissingMedia]) in
            missing.map { $0.reference.url?.split(separator: "/").last.map(String.init) ?? "" }
        }
        let all = try await store.missingMedia()
        #expect(names(all) == ["pho-co.jpg", "co-do.gif", "cau-go.jpg", "song-hong.png"])
        #expect(all.map(\.isLeading) == [true, false, false, true])
        #expect(names(try await store.missingMedia(limit: 2)) == ["pho-co.jpg", "co-do.gif"])
        let before = try await store.document(draft.id)
        let fetcher = FolderFetcher()
        let lead = try await store.fetchMedia(.leadImages, using: fetcher)
        #expect(lead.files == 2 && lead.failureCount == 0 && !lead.reachedLimit)
        #expect(fetcher.names.sorted() == ["pho-co.jpg", "song-hong.png"])
        #expect(names(try await store.missingMedia()) == ["co-do.gif", "cau-go.jpg"])
        let none = try await store.fetchMedia(.none, using: fetcher)
        #expect(none.files == 0 && fetcher.requests.count == 2)
        #expect(try await store.fetchMedia(.all, using: fetcher).files == 2)
        #expect(try await store.fetchMedia(.all, using: fetcher).files == 0)
        #expect(fetcher.requests.count == 4, "what is here is not asked for again")
        #expect(try await store.document(draft.id) == before)
        #expect(try await store.outbox(after: 0, changeLimit: 100, byteLimit: 1 << 20).count == 3)
    }

    @Test("a picture that many articles show is fetched once")
    func shared() async throws {
        let fixture = try await StoreFixture(seed: 2)
        for number in 1...300 {
            try await fixture.store.post(
                fixture.illustrated(UInt64(number), lead: "co-do.gif", day: number % 28 + 1))
        }
        let fetcher = FolderFetcher()
        #expect(try await fixture.store.fetchMedia(.all, using: fetcher).files == 1)
        #expect(fetcher.requests.count == 1)
        #expect(try await fixture.store.missingMedia() == [])
    }

    @Test("bytes that the article does not mean are thrown away, reported, and tried again later")
    func mismatch() async throws {
        let fixture = try await StoreFixture(seed: 3)
        var article = fixture.illustrated(1, lead: "co-do.gif")
        article.image?.sha256 = String(repeating: "0", count: 64)
        try await fixture.store.post(article)
        let fetcher = FolderFetcher()
        let report = try await fixture.store.fetchMedia(.all, using: fetcher)
        #expect(report.files == 0 && report.failureCount == 1)
        #expect(report.failures.first?.error.code == "media.mismatch")
        #expect(fixture.mediaNames == [])
        #expect(try await fixture.store.missingMedia().count == 1)
        #expect(try await fixture.store.fetchMedia(.all, using: fetcher).failureCount == 0)
        var again = MediaFetchOptions()
        again.ignoresPauses = true
        let third = try await fixture.store.fetchMedia(.all, using: fetcher, options: again)
        #expect(third.failureCount == 1)
        // The second pause is twice the first one, which was a day.
        fixture.environment.advance(by: 47 * 3_600_000)
        #expect(try await fixture.store.fetchMedia(.all, using: fetcher).failureCount == 0)
        fixture.environment.advance(by: 2 * 3_600_000)
        #expect(try await fixture.store.fetchMedia(.all, using: fetcher).failureCount == 1)
        // The right digest is another reference: it has no pause.
        let digest = try await fixture.store.rehearsing.addMedia(
            from: .bytes(try Pictures.bytes("co-do.gif"))
        ).digest
        try await fixture.store.edit(article.id) { $0.image?.sha256 = digest.description }
        #expect(try await fixture.store.fetchMedia(.all, using: fetcher).files == 1)
        #expect(try await fixture.store.media(digest) != nil)
    }

    @Test("one bad file blocks no other")
    func oneBad() async throws {
        let fixture = try await StoreFixture(seed: 4)
        try await fixture.store.post(
            fixture.illustrated(
                1, lead: "khong-co.png", body: ["trang-web.png", "pho-co.jpg", "cat-cut.jpg"]))
        let report = try await fixture.store.fetchMedia(.all, using: FolderFetcher())
        #expect(report.files == 1)
        let codes = report.failures.map(\.error.code).sorted()
        #expect(codes == ["media.damaged", "media.not-an-image", "media.status"])
        #expect(fixture.mediaNames.count == 1)
    }

    @Test("a run keeps to its limits of files and of bytes, and the next one goes on")
    func limits() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let names = ["song-hong.png", "pho-co.jpg", "co-do.gif", "cau-go.jpg", "ruong-lua.webp"]
        try await fixture.store.post(fixture.illustrated(1, lead: nil, body: names))
        var options = MediaFetchOptions()
        options.fileLimit = 2
        let first = try await fixture.store.fetchMedia(
            .all, using: FolderFetcher(), options: options)
        #expect(first.files == 2 && first.reachedLimit)
        options.fileLimit = .max
        options.byteLimit = 300
        options.parallel = 1
        let second = try await fixture.store.fetchMedia(
            .all, using: FolderFetcher(), options: options)
        #expect(second.files == 1 && second.reachedLimit && second.failureCount == 0)
        #expect(second.bytes == (try Pictures.bytes("co-do.gif")).count)
        let third = try await fixture.store.fetchMedia(.all, using: FolderFetcher())
        #expect(third.files == 2 && !third.reachedLimit)
        #expect(fixture.mediaNames.count == 5)
    }

    @Test("no more files are fetched at the same time than asked for")
    func parallel() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let names = [
            "song-hong.png", "pho-co.jpg", "co-do.gif", "cau-go.jpg", "ruong-lua.webp",
            "tre-lang.webp", "den-long.webp",
        ]
        try await fixture.store.post(fixture.illustrated(1, lead: nil, body: names))
        let counts = Mutex((now: 0, most: 0))
        let fetcher = FolderFetcher { _ in
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            try await Task.sleep(for: .milliseconds(30))
            counts.withLock { $0.now -= 1 }
        }
        var options = MediaFetchOptions()
        options.parallel = 3
        let done = Mutex<[MediaFetchProgress]>([])
        let report = try await fixture.store.fetchMedia(
            .all, using: fetcher, options: options
        ) { progress in done.withLock { $0.append(progress) } }
        #expect(report.files == 7)
        #expect(counts.withLock { $0.most } == 3)
        let told = done.withLock { $0 }
        #expect(told.map(\.done) == Array(1...7) && told.allSatisfy { $0.total == 7 })
        #expect(told.last?.bytes == report.bytes)
    }

    @Test("a cancelled run keeps what came and leaves no draft")
    func cancelled() async throws {
        let fixture = try await StoreFixture(seed: 7)
        try await fixture.store.post(
            fixture.illustrated(1, lead: "co-do.gif", body: ["pho-co.jpg", "song-hong.png"]))
        let fetcher = FolderFetcher { reference in
            guard reference.url != Pictures.url("co-do.gif") else { return }
            try await Task.sleep(for: .seconds(60))
        }
        let (first, signal) = AsyncStream.makeStream(of: Void.self)
        let run = Task {
            try await fixture.store.fetchMedia(.all, using: fetcher) { _ in signal.finish() }
        }
        for await _ in first {}
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(fixture.mediaNames.count == 1)
        let rest = try await fixture.store.fetchMedia(.all, using: FolderFetcher())
        #expect(rest.files == 2 && rest.failureCount == 0)
    }

    @Test("without a network a run ends early, and nothing is tried again for a while")
    func noNetwork() async throws {
        let fixture = try await StoreFixture(seed: 8)
        for number in 1...40 {
            var article = fixture.article(UInt64(number))
            article.image = Image(url: "https://anh.example/\(number).png", alt: "Ảnh")
            try await fixture.store.post(article)
        }
        let fetcher = FolderFetcher { _ in throw MediaError.unavailable("no network") }
        let code = await mediaCode {
            _ = try await fixture.store.fetchMedia(.all, using: fetcher)
        }
        #expect(code == "media.unavailable")
        #expect(fetcher.requests.count < 16)
    }

    @Test("pictures without an address are left to those who know them by their digest")
    func withoutAddress() async throws {
        let fixture = try await StoreFixture(seed: 9)
        var article = fixture.article(1)
        article.image = Image(alt: "Ảnh", sha256: String(repeating: "a", count: 64))
        try await fixture.store.post(article)
        let report = try await fixture.store.fetchMedia(.all, using: FolderFetcher())
        #expect(report.unreachable == 1 && report.failureCount == 0)
        #expect(try await fixture.store.missingMedia().first?.reference.url == nil)
    }

    @Test("a rehearsed run asks nobody and says what would be asked for")
    func rehearsal() async throws {
        let fixture = try await StoreFixture(seed: 10)
        try await fixture.store.post(
            fixture.illustrated(1, lead: "co-do.gif", body: ["co-do.gif", "pho-co.jpg"]))
        let fetcher = FolderFetcher()
        let report = try await fixture.store.rehearsing.fetchMedia(.all, using: fetcher)
        #expect(report.files == 2 && fetcher.requests.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: fixture.mediaPath))
    }

    @Test("edits and removals of articles are followed, and cost nothing in the document")
    func edits() async throws {
        let fixture = try await StoreFixture(seed: 11)
        let store = fixture.store
        let article = fixture.illustrated(1, lead: "co-do.gif", body: ["pho-co.jpg"])
        try await store.post(article)
        #expect(try await store.missingMedia().count == 2)
        try await store.edit(article.id) { $0.body.removeLast() }
        #expect(try await store.missingMedia().map(\.isLeading) == [true])
        try await store.delete(article.id)
        #expect(try await store.missingMedia() == [])
        try await store.undelete(article.id)
        #expect(try await store.missingMedia().count == 1)
    }

    @Test(
        "with a limit on all files, newer articles displace older ones and nothing goes in circles")
    func displacement() async throws {
        let fixture = try await StoreFixture(seed: 12)
        let sizes = try ["pho-co.jpg", "cau-go.jpg", "song-hong.png"].map {
            try Pictures.bytes($0).count
        }
        let store = try await fixture.reopened { $0.totalLimit = sizes[0] + sizes[1] }
        try await store.post(fixture.illustrated(1, lead: "pho-co.jpg", day: 1))
        #expect(try await store.fetchMedia(.all, using: FolderFetcher()).files == 1)
        fixture.environment.advance(by: 1000)
        try await store.post(fixture.illustrated(2, lead: "cau-go.jpg", day: 2))
        #expect(try await store.fetchMedia(.all, using: FolderFetcher()).files == 1)
        fixture.environment.advance(by: 1000)
        try await store.post(fixture.illustrated(3, lead: "song-hong.png", day: 3))
        for run in 1...3 {
            let fetcher = FolderFetcher()
            let report = try await store.fetchMedia(.all, using: fetcher)
            // What found no room has its pause: nothing is fetched only to be thrown away.
            #expect(report.files == (run == 1 ? 1 : 0) && report.reachedLimit == (run == 2))
            #expect(fetcher.requests.count == (run == 3 ? 0 : 1))
            let left = try await store.missingMedia().compactMap(\.reference.url)
            #expect(left == [Pictures.url("pho-co.jpg")])
            #expect(fixture.mediaNames.count == 2)
            fixture.environment.advance(by: 1000)
        }
    }
}
