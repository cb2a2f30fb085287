internal import Foundation
public import VNModel
public import VNStore

/// Makes a store of a hub's content: its snapshot where it has one, a pull otherwise.
///
/// The snapshot comes into a file `PATH.clone.part`, is checked against its digest, then as a
/// file of a stranger: its schema must be exactly a store's, its pages whole, its rows what a
/// snapshot may have and a sample of them what their registers say. Only then it becomes a store,
/// in one transaction, with a replica id of its own, and takes its place. A pull brings what the
/// hub has taken since, and with it the sum of all that the hub holds, which is compared.
///
/// Until the clone is done a file `PATH.clone` tells what is under way. Whatever ends it, cloning
/// again goes on, and never is there half a store at the path.
///
/// ```swift
/// let clone = HubClone(path: path, url: url, transport: transport)
/// let report = try await clone.fetchSnapshot()
/// let store = try await report == nil && !clone.isStore
///     ? clone.makeEmptyStore() : ContentStore.open(at: path)
/// try await SyncEngine(store: store, remote: clone.remote, transport: transport).sync(.pull)
/// clone.finish()
/// ```
public struct HubClone: Sendable {
    /// Where the store comes.
    public let path: String
    /// The hub's address.
    public let url: String
    /// What the hub is called in the store.
    public let remote: String
    /// What people call the store.
    public var name: String?
    /// What of the hub's content is wanted. A part is always pulled.
    public var scope = Scope()
    /// The bearer token, if the hub wants one.
    public var token: String?
    /// The most bytes that a snapshot may have.
    public var sizeLimit = 1 << 40
    private let transport: any Transport
    private let environment: any Environment

    /// - Parameters:
    ///   - path: where the store comes.
    ///   - url: the hub's address.
    ///   - remote: what the hub is called in the store.
    ///   - transport: carries requests to the hub.
    ///   - environment: where time and randomness come from.
    public init(
        path: String, url: String, remote: String = "origin", transport: any Transport,
        environment: any Environment = SystemEnvironment()
    ) {
        self.path = path
        self.url = url
        self.remote = remote
        self.transport = transport
        self.environment = environment
    }

    static func part(_ path: String) -> String { path + ".clone.part" }
    /// A snapshot whose digest was right.
    static func whole(_ path: String) -> String { path + ".clone.snapshot" }

    /// Whether a clone of this hub was begun at the path and is not done.
    public var isUnderWay: Bool { CloneMarker(of: path)?.url == url }

    /// Whether the store has its place.
    public var isStore: Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes sure that the clone may begin, or go on.
    ///
    /// - Throws: `StoreError` `store.exists`, `store.read-only`.
    public func begin() throws {
        if isUnderWay, isStore { return }
        try ContentStore.checkNew(at: path)
        if isUnderWay { return }
        discard()
        try ContentStore.makeFolder(of: path)
        try CloneMarker(url: url).write(for: path)
    }

    /// Brings the hub's snapshot and makes the store of it.
    ///
    /// - Parameter progress: told how far it is; it must not block.
    /// - Returns: `nil` if the hub has no snapshot that can be used, or the store is there
    ///   already: then a pull does the rest.
    /// - Throws: ``SyncError`` if the hub does not answer or breaks the protocol; `StoreError`
    ///   `store.bad-snapshot`, `store.disk-full`, `store.exists`.
    @concurrent
    public func fetchSnapshot(
        progress: @escaping @Sendable (CloneProgress) -> Void = { _ in }
    ) async throws -> SnapshotReport? {
        try begin()
        guard !isStore, scope.isFull else { return nil }
        var resumed = 0
        let whole = HubClone.whole(path)
        if !FileManager.default.fileExists(atPath: whole) {
            do {
                switch try await download(progress) {
                case .none: return nil
                case .whole(_, let bytes): resumed = bytes
                }
            } catch {
                // Where nothing came, nothing is left behind.
                if !FileManager.default.fileExists(atPath: HubClone.part(path)) { discard() }
                throw error
            }
        }
        progress(CloneProgress(step: .checking, done: 0, total: 0))
        do {
            let summary = try await ContentStore.adoptSnapshot(
                whole, at: path, name: name, remote: (remote, url), environment: environment)
            return SnapshotReport(
                documents: summary.documents, bytes: summary.bytes, resumed: resumed)
        } catch let error as StoreError
            where error.code == .badSnapshot || error.code == .otherSchema
        {
            remove(whole)
            guard error.code == .otherSchema else { throw error }
            return nil
        }
    }

    /// The snapshot, with the digest that the hub names. A part of an earlier attempt whose end
    /// does not fit is given up once.
    private func download(
        _ progress: @escaping @Sendable (CloneProgress) -> Void
    ) async throws -> SnapshotDownload.Outcome {
        let download = SnapshotDownload(
            transport: transport, environment: environment, token: token, path: path, url: url,
            sizeLimit: sizeLimit, progress: progress)
        let part = HubClone.part(path)
        for isLast in [false, true] {
            let outcome = try await download.run()
            guard case .whole(let digest, let resumed) = outcome else { return outcome }
            progress(CloneProgress(step: .checking, done: 0, total: 0))
            if try FileDigest.sha256(part) == digest {
                try ContentStore.move(part, to: HubClone.whole(path))
                return outcome
            }
            remove(part)
            guard resumed > 0, !isLast else { break }
        }
        throw SyncError.protocolViolation("its snapshot is not what its digest says")
    }

    /// Makes an empty store that knows the hub, for a clone by pull.
    ///
    /// - Throws: `StoreError`.
    public func makeEmptyStore(
        configuration: StoreConfiguration = StoreConfiguration()
    ) async throws -> ContentStore {
        let store = try await ContentStore.create(
            at: path, name: name, configuration: configuration)
        try await store.addRemote(remote, url: url, scope: scope)
        return store
    }

    /// The clone is done: what tells of it goes.
    public func finish() {
        remove(HubClone.part(path))
        remove(HubClone.whole(path))
        CloneMarker.remove(for: path)
    }

    /// Gives up what an attempt left beside the path; a store that has its place stays.
    public func discard() { finish() }

    private func remove(_ file: String) {
        for suffix in ["", "-journal"] {
            // What is not there needs no removal.
            try? FileManager.default.removeItem(atPath: file + suffix)
        }
    }
}
