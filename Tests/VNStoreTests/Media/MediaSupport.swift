import Foundation
import Synchronization
import VNModel
import VNStore

/// The pictures of `Fixtures/media`.
enum Pictures {
    static func bytes(_ name: String) throws -> [UInt8] {
        try ImportFixtures.bytes("media/\(name)")
    }

    static func path(_ name: String) -> String {
        ImportFixtures.root.appendingPathComponent("Fixtures/media/\(name)").path
    }

    static func url(_ name: String) -> String { "https://anh.example/\(name)" }
}

/// Brings the pictures of `Fixtures/media` by the last part of their address, in small parts, and
/// counts how often it was asked.
final class FolderFetcher: MediaFetcher {
    private let asked = Mutex<[MediaReference]>([])
    private let before: @Sendable (MediaReference) async throws -> Void

    /// - Parameter before: what happens before each file.
    init(before: @escaping @Sendable (MediaReference) async throws -> Void = { _ in }) {
        self.before = before
    }

    var requests: [MediaReference] { asked.withLock { $0 } }
    var names: [String] {
        requests.map { $0.url?.split(separator: "/").last.map(String.init) ?? "" }
    }

    func reaches(_ reference: MediaReference) -> Bool { reference.url != nil }

    func fetch(_ reference: MediaReference, limit: Int) async throws -> any MediaStream {
        asked.withLock { $0.append(reference) }
        try await before(reference)
        let name = reference.url?.split(separator: "/").last.map(String.init) ?? ""
        guard let bytes = try? Pictures.bytes(name) else {
            throw MediaError(code: "media.status", message: "there is no \(name)")
        }
        return PartStream(bytes, size: 50)
    }
}

/// Bytes in parts of a size.
final class PartStream: MediaStream {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let size: Int

    init(_ bytes: [UInt8], size: Int) {
        rest = Mutex(bytes[...])
        self.size = size
    }

    func next() async throws -> [UInt8]? {
        rest.withLock { rest in
            let part = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            return part.isEmpty ? nil : part
        }
    }
}

/// Never ends.
struct EndlessStream: MediaStream {
    func next() async throws -> [UInt8]? {
        [UInt8](repeating: 0x89, count: 64 << 10)
    }
}

extension StoreFixture {
    /// An article with a leading picture and pictures in its body, by the names of fixtures.
    func illustrated(
        _ number: UInt64, lead: String?, body: [String] = [], day: Int = 1
    ) -> Article {
        var article = article(number, paragraphs: 1)
        article.datePublished = "2026-03-\(day < 10 ? "0" : "")\(day)T08:00:00+07:00"
        article.image = lead.map { Image(url: Pictures.url($0), alt: "Ảnh") }
        article.body += body.enumerated().map { index, name in
            Block(id: "i\(index)", image: Image(url: Pictures.url(name), alt: "Ảnh"))
        }
        return article
    }

    var mediaPath: String { store.path + ".media" }

    /// The files among the media files, drafts included, by their path in the folder.
    var mediaNames: [String] {
        let all = FileManager.default.enumerator(atPath: mediaPath)?.allObjects as? [String]
        return (all ?? []).filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: mediaPath + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    /// The store opened with another configuration of media files.
    func reopened(_ change: (inout MediaConfiguration) -> Void) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = environment
        change(&configuration.media)
        return try await ContentStore.open(at: store.path, configuration: configuration)
    }
}

/// The code of the error that an operation throws.
func mediaCode(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch let error as MediaError {
        return error.code
    } catch let error as StoreError {
        return error.code.rawValue
    } catch {
        return "\(type(of: error))"
    }
}
