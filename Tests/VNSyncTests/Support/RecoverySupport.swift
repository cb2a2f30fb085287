import Foundation
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

import struct VNModel.Comment

/// What befalls files of stores and hubs.
enum RecoverySupport {
    /// Copies a store's file as it stands.
    static func copy(_ store: ContentStore, to path: String) async throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try await store.checkpoint()
        try FileManager.default.copyItem(atPath: store.path, toPath: path)
    }

    /// Opens a copied file.
    ///
    /// - Parameter isSeen: whether the file shows that it is a copy; that of a whole machine does
    ///   not.
    static func open(
        _ path: String, _ environment: TestEnvironment, isSeen: Bool
    ) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = environment
        let store = try await ContentStore.open(at: path, configuration: configuration)
        guard !isSeen else { return store }
        try await store.write(.durable) { session in
            _ = try session.run("UPDATE store SET is_copied = 0")
        }
        return store
    }

    /// Puts a document into a store that no journal and no hub knows.
    static func plant(_ headline: String, in store: ContentStore) async throws -> DocumentID {
        let id = DocumentID(high: 0x7000, low: 0x8000_0000_0000_00FF)
        var document = Document(id: id, kind: .article)
        let dot = Dot(ReplicaID(bits: 77), 1)
        for (path, text) in [
            ("datePublished", "2026-11-23T08:00:00+07:00"), ("headline", headline),
        ] {
            document.set(
                path,
                Register(
                    seen: VersionVector(dot),
                    live: [
                        LiveValue(
                            dot: dot, stamp: HybridTimestamp(milliseconds: 1),
                            value: .string(text))
                    ]))
        }
        let planted = document
        try await store.write(.durable) { session in
            _ = try session.save(planted, over: nil, seq: try session.nextSeq())
        }
        return id
    }

    /// How many documents a replacing pull has not met yet.
    static func unconfirmed(_ store: ContentStore) async throws -> Int {
        try await store.read { session in
            try session.first("SELECT count(*) FROM unconfirmed") { Int($0.integer(0)) } ?? 0
        }
    }

    /// Backs a world's hub up.
    ///
    /// - Returns: where to.
    static func backUpHub(of world: World) async throws -> String {
        let path = world.directory + "/hub-backup.db"
        _ = try await world.hub.store.backup(to: path)
        return path
    }

    /// The hub fails at every push of a replica, until that is healed.
    static func failPushes(of replica: Replica) {
        let problem = Problem(status: 500, code: "hub.internal", title: "", detail: "")
        replica.transport.harm { request, _ in
            request.path == "/v1/push" ? .problem(problem) : nil
        }
    }

    /// Puts a hub back, which begins a new generation.
    static func restore(_ hub: Hub, from backup: String) async throws {
        var configuration = StoreConfiguration()
        configuration.environment = hub.environment
        _ = try await ContentStore.restore(
            from: backup, to: hub.store.path, configuration: configuration)
    }

    /// Removes a document at a hub for good.
    static func purge(_ id: DocumentID, at hub: Hub) async throws {
        try await SQLiteEndpointStore(hub.store).write { writing in
            try writing.purge(id, seq: try writing.nextSeq())
        }
    }

    /// Writes a comment that a hub refuses because the article takes none, whatever the store
    /// would say.
    static func postComment(
        _ text: String, on article: DocumentID, at replica: Replica
    ) async throws {
        _ = try await replica.store.write { transaction in
            try transaction.write(
                replica.environment.newDocumentID(), .comment,
                [
                    ("articleId", .string(article.description)), ("text", .string(text)),
                    ("dateCreated", .string("2026-11-23T09:00:00+07:00")),
                    ("author", .object([("name", .string("Bạn đọc"))])),
                ])
        }
    }
}
