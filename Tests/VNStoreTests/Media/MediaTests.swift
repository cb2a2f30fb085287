import Crypto
import Foundation
import Testing
import VNModel
import VNStore

@Suite("Media files") struct MediaTests {
    @Test(
        "kind and size are read from the bytes of a picture, whatever it is called",
        arguments: [
            ("song-hong.png", "image/png", 64, 48), ("pho-co.jpg", "image/jpeg", 40, 30),
            ("cau-go.jpg", "image/jpeg", 40, 30), ("co-do.gif", "image/gif", 16, 12),
            ("ruong-lua.webp", "image/webp", 50, 20), ("tre-lang.webp", "image/webp", 33, 17),
            ("den-long.webp", "image/webp", 21, 9),
        ])
    func kinds(name: String, type: String, width: Int, height: Int) async throws {
        let fixture = try await StoreFixture(seed: 1)
        let bytes = try Pictures.bytes(name)
        let copy = fixture.folder.appendingPathComponent("anh.txt").path
        try Data(bytes).write(to: URL(fileURLWithPath: copy))
        let file = try await fixture.store.addMedia(from: .file(copy))
        #expect(file.contentType == type && file.width == width && file.height == height)
        #expect(file.bytes == bytes.count)
        #expect(file.digest.bytes == Array(SHA256.hash(data: bytes)))
        #expect(try await fixture.store.media(file.digest) == file)
    }

    @Test("a file lies under its digest, readable by its owner only, and nothing else is left")
    func place() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let bytes = try Pictures.bytes("song-hong.png")
        let file = try await fixture.store.addMedia(from: .bytes(bytes))
        let name = file.digest.description
        let place = "\(name.prefix(2))/\(name.dropFirst(2))"
        #expect(fixture.mediaNames == [place])
        #expect(file.path == fixture.mediaPath + "/" + place)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file.path))) == bytes)
        #expect(try fixture.mode(file.path) == 0o600)
        for folder in ["", "/drafts", "/\(name.prefix(2))"] {
            #expect(try fixture.mode(fixture.mediaPath + folder) == 0o700)
        }
        let again = try await fixture.store.addMedia(
            from: .stream(PartStream(bytes, size: 7)))
        #expect(again == file && fixture.mediaNames == [place])
    }

    @Test(
        "what is no picture is refused and leaves nothing behind",
        arguments: [
            ("trang-web.png", "media.not-an-image"), ("cat-cut.jpg", "media.damaged"),
            ("khong-co.png", "media.unreadable"), ("", "media.unreadable"),
        ])
    func refused(name: String, code: String) async throws {
        let fixture = try await StoreFixture(seed: 3)
        let found = await mediaCode {
            _ = try await fixture.store.addMedia(from: .file(Pictures.path(name)))
        }
        #expect(found == code)
        #expect(fixture.mediaNames == [])
    }

    @Test("every beginning of a picture is refused or taken, never a crash")
    func truncated() async throws {
        let fixture = try await StoreFixture(seed: 4)
        for name in [
            "song-hong.png", "pho-co.jpg", "co-do.gif", "ruong-lua.webp", "tre-lang.webp",
            "den-long.webp",
        ] {
            let bytes = try Pictures.bytes(name)
            for count in 0..<min(bytes.count, 80) {
                let code = await mediaCode {
                    _ = try await fixture.store.rehearsing.addMedia(
                        from: .bytes(Array(bytes.prefix(count))))
                }
                #expect([nil, "media.not-an-image", "media.damaged"].contains(code))
                if count < 10 { #expect(code != nil, "\(name) \(count)") }
            }
        }
    }

    @Test("pictures without extent and JPEGs of nothing but segments are damaged")
    func hostile() async throws {
        let fixture = try await StoreFixture(seed: 5)
        var flat = try Pictures.bytes("song-hong.png")
        flat.replaceSubrange(16..<20, with: [0, 0, 0, 0])
        let segments: [UInt8] =
            [0xFF, 0xD8] + (0..<5000).flatMap { _ in [0xFF, 0xE0, 0, 2] as [UInt8] }
        let standing: [UInt8] = [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 100_000)
        let short: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0]
        for bytes in [flat, segments, standing, short] {
            let code = await mediaCode {
                _ = try await fixture.store.addMedia(from: .bytes(bytes))
            }
            #expect(code == "media.damaged")
        }
        #expect(fixture.mediaNames == [])
    }

    @Test("a JPEG whose size stands far behind is taken without its size")
    func farSize() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let jpeg = try Pictures.bytes("pho-co.jpg")
        let comment: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 65_533)
        for (count, width) in [(3, 40), (20, nil)] as [(Int, Int?)] {
            let filler = (0..<count).flatMap { _ in comment }
            let file = try await fixture.store.addMedia(
                from: .bytes(Array(jpeg.prefix(2)) + filler + jpeg.dropFirst(2)))
            #expect(file.contentType == "image/jpeg" && file.width == width)
        }
    }

    @Test("a stream without an end is cut off at the limit")
    func endless() async throws {
        let fixture = try await StoreFixture(seed: 7)
        let store = try await fixture.reopened { $0.fileLimit = 1 << 20 }
        let code = await mediaCode {
            _ = try await store.addMedia(from: .stream(EndlessStream()))
        }
        #expect(code == "media.too-large")
        #expect(fixture.mediaNames == [])
    }

    @Test("a rehearsed addition answers the same and leaves no trace")
    func rehearsal() async throws {
        let fixture = try await StoreFixture(seed: 8)
        let source = MediaSource.file(Pictures.path("co-do.gif"))
        let file = try await fixture.store.rehearsing.addMedia(from: source)
        #expect(try await fixture.store.media(file.digest) == nil)
        #expect(!FileManager.default.fileExists(atPath: fixture.mediaPath))
        #expect(try await fixture.store.addMedia(from: source) == file)
    }

    @Test("a file that was taken away by others, or changed its length, is not here")
    func absent() async throws {
        let fixture = try await StoreFixture(seed: 9)
        let file = try await fixture.store.addMedia(from: .file(Pictures.path("co-do.gif")))
        try Data([1]).write(to: URL(fileURLWithPath: file.path))
        #expect(try await fixture.store.media(file.digest) == nil)
        try FileManager.default.removeItem(atPath: file.path)
        #expect(try await fixture.store.media(file.digest) == nil)
    }

    @Test("a digest is 64 lower-case hexadecimal digits")
    func digests() throws {
        let text = String(repeating: "0a", count: 32)
        let digest = try #require(MediaDigest(text))
        #expect(digest.description == text && MediaDigest(bytes: digest.bytes) == digest)
        for wrong in ["", text + "0", String(text.dropLast()), text.uppercased()] {
            #expect(MediaDigest(wrong) == nil)
        }
        #expect(MediaDigest(String(repeating: "ă", count: 32)) == nil)
        #expect(MediaDigest(bytes: [1, 2]) == nil)
    }

    @Test(
        "a deep verification compares every file with its name, and repairs what can be had again")
    func verification() async throws {
        let fixture = try await StoreFixture(seed: 10)
        let store = fixture.store
        try await store.post(fixture.illustrated(1, lead: "pho-co.jpg", body: ["co-do.gif"]))
        try await store.fetchMedia(.all, using: FolderFetcher())
        let own = try await store.addMedia(from: .file(Pictures.path("song-hong.png")))
        #expect(try await store.verify(deep: true).ok)
        let reference = MediaReference(url: Pictures.url("pho-co.jpg"), digest: nil)
        let article = try #require(try await store.article(fixture.article(1).id)?.article)
        let fetched = try #require(try await store.mediaFiles(of: article)[reference])
        for file in [own, fetched] {
            var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file.path)))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(fileURLWithPath: file.path))
        }
        #expect(try await store.verify().ok, "the quick part does not read files")
        let report = try await store.verify(deep: true)
        let check = try #require(report.checks.first { $0.name == "media" })
        #expect(!check.ok && check.detail.contains(own.digest.description))
        #expect(check.detail.contains(fetched.digest.description))
        let repaired = try await store.verify(repair: true)
        #expect(repaired.repaired == 1 && !repaired.ok, "nobody can fetch the own file again")
        #expect(FileManager.default.fileExists(atPath: own.path))
        #expect(try await store.missingMedia().map(\.reference) == [reference])
        try await store.fetchMedia(.all, using: FolderFetcher())
        try await store.addMedia(from: .file(Pictures.path("song-hong.png")))
        #expect(try await store.verify(deep: true).ok)
    }
}
