import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

import struct VNModel.Comment

/// Several processes and this one on one store: nobody is refused, nothing is lost.
///
/// `VNSYNC_PROCESS_SECONDS` sets how long they work.
@Suite("Processes", .serialized) struct ProcessesTests {
    static let seconds =
        Int(ProcessInfo.processInfo.environment["VNSYNC_PROCESS_SECONDS"] ?? "") ?? 8

    /// What the processes did.
    private final class Tally: Sendable {
        private let state = Mutex((written: 0, reads: 0, errors: [String]()))

        func wrote(_ count: Int) { state.withLock { $0.written += count } }
        func read() { state.withLock { $0.reads += 1 } }
        func failed(_ text: String) { state.withLock { $0.errors.append(text) } }
        var figures: (written: Int, reads: Int, errors: [String]) { state.withLock { $0 } }
    }

    /// Imports a few comments a process, over and over.
    private func write(_ workspace: Workspace, _ writer: Int, until end: Date, _ tally: Tally)
        async throws
    {
        var next = writer * 1_000_000
        while Date() < end {
            let numbers = (next + 1)...(next + 4)
            next += 4
            let lines = numbers.map { Content.comment($0, on: 1) }.joined(separator: "\n")
            let outcome = try await workspace.vnsync(
                "a", "import", "-", "--json", input: lines + "\n", expecting: nil)
            guard outcome.status == 0 else {
                return tally.failed("writer \(writer): \(outcome.status) \(outcome.errors)")
            }
            tally.wrote(4)
        }
    }

    private func read(_ workspace: Workspace, _ reader: Int, until end: Date, _ tally: Tally)
        async throws
    {
        let id = Content.articleID(1)
        let commands = [
            ["list", "comments", "--json"], ["read", id, "--json"], ["search", "bài", "--json"],
            ["status", "--json"],
        ]
        var turn = reader
        while Date() < end {
            let arguments = commands[turn % commands.count]
            turn += 1
            let outcome = try await workspace.start(
                "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("a.db")]
            ).wait()
            guard outcome.status == 0 else {
                return tally.failed("\(arguments): \(outcome.status) \(outcome.errors)")
            }
            tally.read()
        }
    }

    /// The app: it keeps the store open, writes and reads.
    private func use(_ store: ContentStore, until end: Date, _ tally: Tally) async {
        let article = DocumentID(Content.articleID(1))
        var number = 9_000_000
        do {
            while Date() < end, let article {
                number += 1
                try await store.post(
                    Comment(
                        id: DocumentID(Content.commentID(number)) ?? article, articleID: article,
                        author: CommentAuthor(name: "Ứng dụng"), text: "Từ ứng dụng \(number)",
                        dateCreated: "2026-03-02T10:00:00+07:00"))
                tally.wrote(1)
                _ = try await store.articles(ArticleQuery())
                try await Task.sleep(for: .milliseconds(15))
            }
        } catch {
            tally.failed("app: \(error)")
        }
    }

    @Test("two writing and four reading processes beside an app work without an error or a loss")
    func manyProcesses() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        let store = try await ContentStore.open(at: workspace.path("a.db"))
        let (app, writers, readers) = (Tally(), Tally(), Tally())
        let end = Date().addingTimeInterval(Double(Self.seconds))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await use(store, until: end, app) }
            for writer in 1...2 {
                group.addTask { try await write(workspace, writer, until: end, writers) }
            }
            for reader in 0..<4 {
                group.addTask { try await read(workspace, reader, until: end, readers) }
            }
            try await group.waitForAll()
        }
        let errors = [app, writers, readers].flatMap { $0.figures.errors }
        #expect(errors == [])
        let written = app.figures.written + writers.figures.written
        #expect(app.figures.written > 0 && writers.figures.written > 0 && readers.figures.reads > 0)
        #expect(try await store.pendingCount() == written + 1)
        try await store.close()
        let status = try await workspace.vnsync("a", "status", "--json").json
        #expect(status["store"]?["comments"]?.integer == Int64(written))
        let verified = try await workspace.vnsync("a", "verify", "--deep", "--json").json
        #expect(verified["ok"]?.bool == true, "\(verified)")
        if Self.seconds > 8 {
            print(
                """
                \(Self.seconds) s: app \(app.figures.written) writes, processes \
                \(writers.figures.written) writes and \(readers.figures.reads) reads
                """)
        }
    }

    /// A file that is opened and closed loses all locks that its process holds on it. A store
    /// that was opened a second time so lost them for the first, and the next process to close
    /// it deleted the log that the first still wrote to.
    @Test("a store that one process opens twice stays safe from others that come and go")
    func openedTwice() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        let first = try await ContentStore.open(at: workspace.path("a.db"))
        let second = try await ContentStore.open(at: workspace.path("a.db"))
        try await workspace.vnsync("a", "list")
        let tally = Tally()
        await use(first, until: Date().addingTimeInterval(0.3), tally)
        #expect(tally.figures.errors == [] && tally.figures.written > 0)
        let status = try await workspace.vnsync("a", "status", "--json").json
        #expect(status["store"]?["comments"]?.integer == Int64(tally.figures.written))
        try await second.close()
        try await workspace.vnsync("a", "list")
        try await first.edit(try #require(DocumentID(Content.articleID(1)))) {
            $0.headline = "Sau cùng"
        }
        let list = try await workspace.vnsync("a", "list")
        #expect(list.output.contains("Sau cùng"))
        try await first.close()
    }
}
