import Foundation
import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// What the measures share: the workload, the programs, and folders that are made once.
final class Workbench {
    /// The articles and comments of W1.
    let corpus: Corpus
    /// How often a measure is taken, unless one run takes long.
    let runLimit: Int
    /// Single local comments of W3.
    let commitCount: Int
    /// Where everything happens.
    let work: WorkFolder
    private let programs: String
    private var savedAuthor: SavedFolder?
    private var savedHub: SavedFolder?
    private var savedReader: SavedFolder?
    private var floorRows: FloorRows?

    /// A run of so many seconds is not repeated.
    static let longRunSeconds = 20.0
    /// The name of the hub in every store.
    static let remote = "hub"

    /// - Parameters:
    ///   - corpus: the articles and comments of W1.
    ///   - runLimit: how often a measure is taken.
    ///   - commitCount: comments of W3.
    ///   - programs: the folder of `vnsyncd` and `vnsync`.
    ///   - work: where everything happens.
    init(corpus: Corpus, runLimit: Int, commitCount: Int, programs: String, work: WorkFolder) {
        self.corpus = corpus
        self.runLimit = runLimit
        self.commitCount = commitCount
        self.programs = programs
        self.work = work
    }

    /// Tells on stderr what is going on.
    func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// The path of one of our programs.
    func program(_ name: String) throws -> String {
        let path = (programs as NSString).appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchError(
                "\(path) is missing; build it with "
                    + "`swift build -c release --static-swift-stdlib`")
        }
        return path
    }

    /// Takes a measure as often as wanted; a long one once.
    func repeated(_ title: String, _ body: () async throws -> Void) async throws {
        for run in 1...runLimit {
            say("\(title), run \(run) of \(runLimit)")
            let seconds = try await Stopwatch.seconds(body)
            if seconds > Workbench.longRunSeconds { return }
        }
    }

    /// Another bench with a W1 of its own size, in a folder of its own.
    func sized(_ articles: Int) throws -> Workbench {
        Workbench(
            corpus: Corpus(articleCount: articles, seed: corpus.seed), runLimit: runLimit,
            commitCount: commitCount, programs: programs,
            work: try WorkFolder(in: work.folder("sized-\(articles)")))
    }

    /// A hub over the store of a folder.
    func daemon(_ folder: String) throws -> Daemon {
        try Daemon(try program("vnsyncd"), data: Workbench.store(in: folder), in: work)
    }

    // MARK: Folders that are made once

    /// The folder of a store in which W1 was written, with all of it pending.
    func author() async throws -> SavedFolder {
        if let savedAuthor { return savedAuthor }
        say("writing W1: \(corpus.rowCount) documents")
        let folder = try work.folder("author")
        let store = try await ContentStore.create(at: Workbench.store(in: folder), name: "author")
        try await corpus.write(to: store)
        try await store.close()
        let saved = try SavedFolder(folder, in: work)
        savedAuthor = saved
        return saved
    }

    /// The folder of a hub that holds W1.
    func hub() async throws -> SavedFolder {
        if let savedHub { return savedHub }
        say("pushing W1 to a hub")
        let (folder, _) = try await push()
        return try keepHub(folder)
    }

    /// Remembers a folder of a hub that holds W1.
    @discardableResult
    func keepHub(_ folder: String) throws -> SavedFolder {
        if let savedHub { return savedHub }
        let saved = try SavedFolder(folder, in: work)
        savedHub = saved
        return saved
    }

    /// The folder of a store that pulled W1 and wrote nothing; its search index is not built.
    func reader() async throws -> SavedFolder {
        if let savedReader { return savedReader }
        say("pulling W1 from the hub")
        let (folder, _) = try await pull(into: "reader")
        return try keepReader(folder)
    }

    /// Remembers a folder of a store that pulled W1.
    @discardableResult
    func keepReader(_ folder: String) throws -> SavedFolder {
        if let savedReader { return savedReader }
        let saved = try SavedFolder(folder, in: work)
        savedReader = saved
        return saved
    }

    /// W1 as rows of a plain application.
    func rows() async throws -> FloorRows {
        if let floorRows { return floorRows }
        let author = try await author()
        try author.restore()
        let rows = try FloorRows(store: Workbench.store(in: author.path))
        floorRows = rows
        return rows
    }

    /// Writes W1 into a plain file.
    ///
    /// - Returns: the file, and how many seconds it took.
    func plainFile() async throws -> (path: String, seconds: Double) {
        let path = Workbench.store(in: try work.folder("plain"))
        return (path, try await rows().insert(into: path))
    }

    /// The store file of a folder.
    static func store(in folder: String) -> String {
        (folder as NSString).appendingPathComponent("store.db")
    }
}

extension Workbench {
    /// Pushes W1 from its author to an empty hub.
    ///
    /// - Returns: the hub's folder, and how many seconds the sync took.
    func push() async throws -> (hub: String, seconds: Double) {
        let author = try await author()
        try author.restore()
        let hub = try work.folder("hub")
        let daemon = try daemon(hub)
        defer { daemon.stop() }
        let replica = try await Replica(open: author.path, hub: daemon.url)
        let (report, seconds) = try await replica.sync(.push)
        try await replica.close()
        guard report.pushed.applied == corpus.rowCount else {
            throw BenchError(
                "\(report.pushed.applied) of \(corpus.rowCount) changes were applied, "
                    + "\(report.pushed.refused) refused")
        }
        return (hub, seconds)
    }

    /// Pulls W1 from the hub into an empty store.
    ///
    /// - Returns: the store's folder, and how many seconds the sync took.
    func pull(into name: String) async throws -> (folder: String, seconds: Double) {
        let hub = try await hub()
        // Other measures may have written to it.
        try hub.restore()
        let folder = try work.folder(name)
        let daemon = try daemon(hub.path)
        defer { daemon.stop() }
        let replica = try await Replica(create: folder, hub: daemon.url)
        let (report, seconds) = try await replica.sync(.pull)
        try await replica.close()
        guard report.pulled.new == corpus.rowCount else {
            throw BenchError("\(report.pulled.new) of \(corpus.rowCount) documents came")
        }
        return (folder, seconds)
    }
}

extension Corpus {
    /// Writes all of W1 into a store, each document a change that may be pushed by itself.
    func write(to store: ContentStore) async throws {
        let step = 200
        for start in stride(from: 0, to: articleCount, by: step) {
            let end = min(start + step, articleCount)
            try await store.write { transaction in
                for index in start..<end {
                    try transaction.put(article(index))
                    transaction.endGroup()
                    for comment in comments(index) {
                        try transaction.put(comment)
                        transaction.endGroup()
                    }
                }
            }
        }
    }
}
