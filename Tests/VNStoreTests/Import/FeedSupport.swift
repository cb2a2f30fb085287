import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

/// Feeds and what must become of them.
enum FeedFixtures {
    static let folder = ImportFixtures.root.appendingPathComponent("Fixtures/feeds")

    static func source(_ name: String) -> ImportSource {
        let path = folder.appendingPathComponent(name).path
        return name.contains(".") ? .file(path) : .directory(path)
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// The documents that a feed must make, a line each, in the order of their ids.
    static func expected(_ name: String) throws -> String {
        String(decoding: try bytes("expected/\(name).jsonl"), as: UTF8.self)
    }
}

extension ContentStore {
    /// Everything in the store in a format.
    func exported(_ format: ExportFormat = .jsonl) async throws -> (ExportReport, [UInt8]) {
        let bytes = Mutex<[UInt8]>([])
        let report = try await exportDocuments(format: format) { part in
            bytes.withLock { $0 += part }
        }
        return (report, bytes.withLock { $0 })
    }
}

extension ImportFolder {
    /// A store with the articles and comments of the fixtures and the pages.
    func filled(_ name: String = "alice") async throws -> ContentStore {
        let store = try await store(name)
        for name in ["articles.jsonl", "comments.jsonl"] {
            let report = try await store.importDocuments(
                from: .bytes(try ImportFixtures.bytes(name), name: name))
            #expect(report.failed == [])
        }
        try await store.importDocuments(
            from: .directory(ImportFixtures.pages.path), format: .page)
        return store
    }
}
