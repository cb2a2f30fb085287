import Foundation
import VNModel
import VNRandom
import VNStore

/// Where the tests of importing and exporting find their data.
enum ImportFixtures {
    /// The checkout, from the place of this file.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let pages = root.appendingPathComponent("Fixtures/pages")

    /// The names of the pages without their extension.
    static let pageNames: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: pages.path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
    }()

    static func page(_ name: String) throws -> String {
        try text(pages.appendingPathComponent("\(name).txt"))
    }

    static func expected(_ name: String) throws -> JSONValue {
        let file = pages.appendingPathComponent("expected/\(name).json")
        return try JSONValue(parsing: Array(Data(contentsOf: file)))
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent("Fixtures/\(name)")))
    }

    /// The real page that lies beside some checkouts; `nil` where it does not.
    static let samplePage: String? = {
        var folder = root
        for _ in 0..<3 {
            let file = folder.appendingPathComponent("shared/content/sample-page.txt")
            if let text = try? text(file) { return text }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    private static func text(_ file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}

/// A directory that is gone when the test is.
final class ImportFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "vnsync-import-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new store in the folder.
    func store(_ name: String = "alice") async throws -> ContentStore {
        try await ContentStore.create(at: "\(path)/\(name).db")
    }

    /// Writes a file and answers its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

extension ContentStore {
    /// The article of an id as it is shown.
    func importedArticle(_ id: DocumentID) async throws -> Article? {
        try await read { session in
            try session.stored(id, .article).map { Article(document: $0.document) }
        }
    }

    /// The comment of an id as it is shown.
    func importedComment(_ id: DocumentID) async throws -> Comment? {
        try await read { session in
            try session.stored(id, .comment).map { Comment(document: $0.document) }
        }
    }

    /// How many changes the journal has, and how many groups.
    func journalSize() async throws -> (changes: Int, groups: Int) {
        try await read { session in
            try session.first("SELECT count(*), count(DISTINCT txn) FROM journal") {
                (Int($0.integer(0)), Int($0.integer(1)))
            } ?? (0, 0)
        }
    }

    /// How many articles and comments stand in the store.
    func documentCount() async throws -> Int {
        try await read { session in
            try session.first(
                "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM comment)"
            ) { Int($0.integer(0)) } ?? 0
        }
    }
}

extension SplitMix64 {
    /// The bytes with some of them changed, taken out or doubled.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            default: bytes[place] = Array("\"{}[]:,\\ -#>\n".utf8).randomElement(using: &self) ?? 0
            }
        }
        return bytes
    }
}
