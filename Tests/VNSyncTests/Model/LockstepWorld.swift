import Foundation
import VNEndpoint
import VNModel
import VNRandom
import VNStore
import VNSync
import VNWire

/// The real side: a hub and stores, each a SQLite file, real engines and a real endpoint. It makes
/// a schedule from a seed, performs it and tells what happened, step by step.
final class LockstepWorld {
    /// One store.
    final class Member {
        let environment: TestEnvironment
        let path: String
        var store: ContentStore
        var own: Set<ReplicaID> = []
        var kept: String?

        init(_ store: ContentStore, _ environment: TestEnvironment, _ path: String) {
            (self.store, self.environment, self.path) = (store, environment, path)
        }
    }

    let directory: String
    let batch: Int
    let pageRows: Int
    private(set) var hub: ContentStore
    private let hubPath: String
    let hubEnvironment: TestEnvironment
    private(set) var members: [Member] = []
    private var files = 0
    private var hasBackup = false
    /// What the syncs of the present step asked for, in order.
    private(set) var exchanges: [String] = []
    /// Stores that the present step concerned.
    private(set) var touched: Set<Int> = []
    /// Whether the present step concerned the hub.
    private(set) var hasTouchedHub = false

    init(seed: UInt64, batch: Int, pageRows: Int) async throws {
        (self.batch, self.pageRows) = (batch, pageRows)
        let memory = "/dev/shm"
        let root =
            FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        directory = root + "/vnsync-lockstep-\(UUID().uuidString)"
        hubPath = directory + "/hub/store.db"
        hubEnvironment = TestEnvironment(seed: seed ^ 0xF00D)
        hub = try await ContentStore.create(
            at: hubPath, configuration: LockstepWorld.configuration(hubEnvironment))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func configuration(_ environment: TestEnvironment) -> StoreConfiguration {
        var configuration = StoreConfiguration()
        configuration.environment = environment
        configuration.blocksCallers = true
        configuration.readerLimit = 1
        return configuration
    }

    /// Lets all files go.
    func end() async {
        for member in members { try? await member.store.close() }
        try? await hub.close()
    }

    // MARK: Stores

    private func newPath() -> String {
        files += 1
        return directory + "/\(files)/store.db"
    }

    func addStore(sections: Set<String>?, clockAhead: Int64, seed: UInt64) async throws {
        let now = UInt64(1_790_000_000_000 + clockAhead)
        let environment = TestEnvironment(seed: seed, now: now)
        let path = newPath()
        let store = try await ContentStore.create(
            at: path, configuration: LockstepWorld.configuration(environment))
        var scope = Scope()
        scope.sections = sections.map { $0.sorted() }
        try await store.addRemote("origin", url: "http://hub", scope: scope)
        let member = Member(store, environment, path)
        members.append(member)
        try await noteOwn(member)
    }

    /// The ids that a store took since it was last looked at, in order.
    @discardableResult
    private func noteOwn(_ member: Member) async throws -> [ReplicaID] {
        let own = try await member.store.read { try $0.ownReplicas() }
        let new = own.filter { !member.own.contains($0) }
        member.own.formUnion(new)
        return new
    }

    func beginStep() {
        (exchanges, touched, hasTouchedHub) = ([], [], false)
    }

    /// The ids that stores took in the present step.
    func minted() async throws -> [Int: [ReplicaID]] {
        var result: [Int: [ReplicaID]] = [:]
        for index in touched {
            let new = try await noteOwn(members[index])
            if !new.isEmpty { result[index] = new }
        }
        return result
    }

    // MARK: Steps

    func write(
        _ index: Int, _ changes: [(id: DocumentID, kind: DocumentKind, values: [(String, String)])]
    ) async throws -> LockstepStep {
        let member = members[index]
        touched.insert(index)
        let wall = member.environment.milliseconds()
        try await member.store.write { transaction in
            for change in changes {
                let document = try transaction.document(change.id)
                let values = change.values.map { path, text in
                    (path: path, value: LockstepWorld.value(text, document))
                }
                try transaction.write(change.id, change.kind, values)
            }
        }
        let rows = try await member.store.read { session in
            let head = try session.head()
            return try LockstepWorld.rows(
                session, of: head.replica, after: head.journal.counter - UInt64(changes.count))
        }
        let writings = zip(changes, rows).map { change, row in
            ModelStore.Writing(
                document: change.id, kind: change.kind,
                values: change.values.map { (path: $0.0, text: $0.1) }, cid: row.change.cid)
        }
        return .write(store: index, writings, wall: wall)
    }

    /// A text of a schedule as a value.
    private static func value(_ text: String, _ document: Document?) -> JSONValue {
        guard text.hasPrefix(ModelStore.Writing.deletion) else {
            return (try? JSONValue(parsing: text)) ?? .null
        }
        return DeletionMark(
            at: String(text.dropFirst(ModelStore.Writing.deletion.count)), by: nil,
            saw: document?.vector ?? VersionVector()
        ).value
    }

    static func rows(
        _ session: StoreSession, of replica: ReplicaID, after counter: UInt64
    ) throws -> [JournalRow] {
        guard let number = try session.knownNumber(of: replica) else { return [] }
        var result: [JournalRow] = []
        try session.journal(
            where: "replica = ? AND counter > ? ORDER BY counter",
            [.integer(Int64(number)), .integer(counter)]
        ) {
            result.append($0)
            return true
        }
        return result
    }

    /// Syncs a store.
    ///
    /// - Parameter interlude: what happens before an exchange reaches the hub.
    func sync(
        _ index: Int, fates: [Int: LockstepFate],
        interlude: @escaping (Int) async throws -> [LockstepStep]
    ) async throws -> LockstepStep {
        let member = members[index]
        touched.insert(index)
        let wall = member.environment.milliseconds()
        hasTouchedHub = true
        let transport = LockstepTransport(self, fates: fates, interlude: interlude)
        var configuration = SyncConfiguration()
        configuration.worksInOrder = true
        configuration.pushesAhead = false
        configuration.comparesState = false
        configuration.batchChangeLimit = batch
        configuration.resumeLimit = 0
        let engine = SyncEngine(
            store: member.store, remote: "origin", transport: transport,
            environment: member.environment, configuration: configuration)
        do {
            try await engine.sync()
            exchanges.append("done")
        } catch is SyncError {
            exchanges.append("failed")
        }
        return .sync(
            store: index, fates: fates, interludes: transport.interludes, wall: wall,
            hubWall: hubEnvironment.milliseconds())
    }

    func note(_ exchange: String) { exchanges.append(exchange) }

    func copy(_ index: Int, isSeen: Bool, seed: UInt64) async throws -> LockstepStep {
        let source = members[index]
        let path = newPath()
        try await RecoverySupport.copy(source.store, to: path)
        let environment = TestEnvironment(seed: seed, now: source.environment.milliseconds())
        let member = Member(
            try await open(path, environment, isSeen: isSeen), environment, path)
        touched.insert(members.count)
        members.append(member)
        try await noteOwn(member)
        return .copy(store: index, isSeen: isSeen)
    }

    /// Opens a file that was put where it is; what it shows of that is true, or hidden.
    private func open(
        _ path: String, _ environment: TestEnvironment, isSeen: Bool
    ) async throws -> ContentStore {
        let wasCopied = try await ContentStore.open(
            at: path, readOnly: true, configuration: LockstepWorld.configuration(environment)
        ).use { try await $0.read { try $0.head().isCopied } }
        let store = try await ContentStore.open(
            at: path, configuration: LockstepWorld.configuration(environment))
        try await store.write(.durable) { session in
            _ = try session.run("UPDATE remote SET lock_owner = NULL, lock_until_ms = NULL")
            guard !isSeen, !wasCopied else { return }
            _ = try session.run("UPDATE store SET is_copied = 0")
        }
        return store
    }

    /// The sections of a scope as the model has them.
    static func quoted(_ sections: [String]) -> Set<String> { Set(sections.map { "\"\($0)\"" }) }

    func rescope(_ index: Int, _ sections: [String]?) async throws -> LockstepStep {
        touched.insert(index)
        var scope = Scope()
        scope.sections = sections
        try await members[index].store.setScope(scope, ofRemote: "origin")
        return .rescope(store: index, sections: sections.map(LockstepWorld.quoted))
    }

    func keep(_ index: Int) async throws -> LockstepStep {
        let path = newPath()
        try await RecoverySupport.copy(members[index].store, to: path)
        members[index].kept = path
        return .keep(store: index)
    }

    func rollBack(_ index: Int, isSeen: Bool) async throws -> LockstepStep {
        let member = members[index]
        touched.insert(index)
        guard let kept = member.kept else { preconditionFailure("a state was kept") }
        try await member.store.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: member.path + suffix)
        }
        try FileManager.default.copyItem(atPath: kept, toPath: member.path)
        member.store = try await open(member.path, member.environment, isSeen: isSeen)
        member.own = Set(try await member.store.read { try $0.ownReplicas() })
        return .rollBack(store: index, isSeen: isSeen)
    }

    func purge(_ article: DocumentID) async throws -> LockstepStep {
        hasTouchedHub = true
        let ids = try await SQLiteEndpointStore(hub).write { writing in
            let ids = try writing.comments(of: article) + [article]
            for id in ids { try writing.purge(id, seq: try writing.nextSeq()) }
            return ids
        }
        return .purge(ids)
    }

    func backUpHub() async throws -> LockstepStep {
        _ = try await hub.backup(to: directory + "/backup.db", replacing: true)
        hasBackup = true
        return .backUpHub
    }

    /// Puts the hub back, if it can be.
    func restoreHub(recovers milliseconds: UInt64) async throws -> LockstepStep? {
        guard hasBackup else { return nil }
        hasTouchedHub = true
        _ = try await SQLiteEndpointStore.restore(
            from: directory + "/backup.db", to: hubPath, milliseconds: milliseconds,
            configuration: LockstepWorld.configuration(hubEnvironment))
        let (generation, until) = try await SQLiteEndpointStore(hub).read {
            (try $0.generation(), try $0.recoveringUntil() ?? 0)
        }
        return .restoreHub(generation: generation, recoveringUntil: until)
    }

    /// The endpoint over the hub's store.
    var endpoint: Endpoint {
        var configuration = EndpointConfiguration(environment: hubEnvironment)
        configuration.pageRows = pageRows
        return Endpoint(store: SQLiteEndpointStore(hub), configuration: configuration)
    }
}
