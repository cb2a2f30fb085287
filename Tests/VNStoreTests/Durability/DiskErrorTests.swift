import FaultDisk
import Foundation
import Testing
import VNModel
import VNStore

/// What a store answers when the disk is full, fails, or gives back other bytes.
@Suite("Disk errors") struct DiskErrorTests {
    private func failure(_ body: () async throws -> Void) async -> StoreError? {
        do {
            try await body()
            return nil
        } catch {
            if !(error is StoreError) { Issue.record("no name for \(error)") }
            return error as? StoreError
        }
    }

    private static let cases: [(FaultDisk.Calls, FaultDisk.Failure, StoreError.Code)] = [
        (.write, .full, .diskFull), (.write, .write, .inputOutput), (.sync, .sync, .inputOutput),
    ]

    @Test("a write that the disk refuses has a name, leaves nothing, and the next one works")
    func write() async throws {
        for (calls, failure, code) in Self.cases {
            let disk = try FaultDisk()
            let subject = try await PowerSubject(disk, seed: 1)
            try await PowerStep.post(1).run(subject)
            let before = try await StoreFingerprint(subject.store)
            let start = disk.count(calls)
            try await PowerStep.post(2).run(subject)
            let count = disk.count(calls) - start
            let after = try await StoreFingerprint(subject.store)
            #expect(count > 0)
            for n in 1...count {
                let place = "\(calls) \(n) of \(count)"
                disk.fail(calls, failure, at: n)
                let error = await self.failure {
                    try await PowerStep.group(n).run(subject)
                }
                #expect(error?.code == code, "\(place): \(String(describing: error))")
                // Reads go on while the disk still refuses.
                #expect(try await StoreFingerprint(subject.store) == after, "\(place)")
                #expect(try await subject.store.articles(ArticleQuery()).elements.count == 2)
                disk.heal()
            }
            #expect(before != after)
            try await PowerStep.post(3).run(subject)
            try await subject.reopen()
            #expect(try await subject.store.verify(deep: true).ok)
            #expect(try await subject.store.pendingCount() == 3)
            try await subject.store.close()
        }
    }

    @Test("a single failing write is not the end: the same call works when it is repeated")
    func once() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 2)
        for n in 1...60 as ClosedRange<UInt64> {
            disk.fail([.write, .sync], .write, at: n % 13 + 1, times: 1)
            let error = await failure { try await PowerStep.post(n).run(subject) }
            disk.heal()
            if error != nil { try await PowerStep.post(n).run(subject) }
        }
        #expect(try await subject.store.pendingCount() == 60)
        #expect(try await subject.store.verify(deep: true).ok)
        try await subject.store.close()
    }

    @Test("a checkpoint that fails loses nothing")
    func checkpoint() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 3)
        for number in 1...5 as ClosedRange<UInt64> { try await PowerStep.post(number).run(subject) }
        let before = try await StoreFingerprint(subject.store)
        for n in 1...6 as ClosedRange<UInt64> {
            disk.fail([.write, .sync, .truncate], .full, at: n)
            let error = await failure { try await subject.store.checkpoint() }
            #expect(error == nil || error?.code == .diskFull)
            #expect(try await StoreFingerprint(subject.store) == before)
            disk.heal()
        }
        disk.fail([.write, .sync, .truncate], .full)
        try await subject.store.close()
        disk.heal()
        try await subject.reopenAfterClose()
        #expect(try await StoreFingerprint(subject.store) == before)
        try await subject.store.close()
    }

    // Seed 1300053935 of the simulator: the restore went on without the unsent work.
    @Test("a restore during which the disk fails once leaves all as it was, or carries everything")
    func restore() async throws {
        let cases: [(FaultDisk.Calls, FaultDisk.Failure)] = [(.read, .read), (.write, .full)]
        for (calls, failure) in cases {
            var (failed, place) = (0, 0 as UInt64)
            var isOver = false
            while !isOver {
                let disk = try FaultDisk()
                let subject = try await PowerSubject(disk, seed: 6)
                let backup = disk.path("backup.db")
                try await PowerStep.post(1).run(subject)
                _ = try await subject.store.backup(to: backup)
                for step in [PowerStep.post(2), .edit(1, "Sửa")] { try await step.run(subject) }
                place += 4
                let start = disk.count(calls)
                disk.fail(calls, failure, at: place, times: 1)
                let error = await self.failure {
                    let report = try await ContentStore.restore(
                        from: backup, to: subject.path, configuration: subject.configuration)
                    #expect(report.carryFailure == nil, "\(calls) \(place)")
                }
                #expect(error?.code != .corrupt, "\(calls) \(place)")
                isOver = disk.count(calls) - start < place
                disk.heal()
                failed += error == nil ? 0 : 1
                #expect(try await subject.store.pendingCount() == 3, "\(calls) \(place)")
                #expect(try await subject.store.verify(deep: true).ok)
                try await subject.store.close()
            }
            #expect(failed > 5 && place > 20, "\(calls): \(failed) of \(place)")
        }
    }

    @Test("a snapshot that the disk once did not give back is not called bad, and serves again")
    func adoption() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 7)
        for number in 1...8 as ClosedRange<UInt64> { try await PowerStep.post(number).run(subject) }
        let (file, path) = (disk.path("snapshot.db"), disk.path("adopted.db"))
        _ = try await subject.store.writeSnapshot(to: file) { "\($0):\($1):\($1)" }
        var (failed, place) = (0, 0 as UInt64)
        while !FileManager.default.fileExists(atPath: path) {
            place += 1
            disk.fail(.read, .read, at: place, times: 1)
            let error = await failure {
                _ = try await ContentStore.adoptSnapshot(
                    file, at: path, name: nil, remote: ("origin", "http://127.0.0.1:1"),
                    environment: subject.environment)
            }
            disk.heal()
            failed += error == nil ? 0 : 1
            #expect(error?.code != .badSnapshot, "\(place): \(String(describing: error))")
            try #require(place < 10_000)
        }
        #expect(failed > 5, "\(failed) of \(place)")
        let adopted = try await ContentStore.open(
            at: path, configuration: subject.configuration)
        #expect(try await adopted.articles(ArticleQuery()).elements.count == 8)
        try await adopted.close()
        try await subject.store.close()
    }

    @Test("reads that the disk refuses have a name and work once it does not")
    func read() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 4)
        for number in 1...40 as ClosedRange<UInt64> {
            try await PowerStep.group(number).run(subject)
        }
        try await subject.reopen()
        disk.fail(.read, .read)
        let error = await failure {
            for number in 1...40 as ClosedRange<UInt64> {
                _ = try await subject.store.article(
                    PowerStep.article(10_000 + number * 3, "").id)
            }
        }
        #expect(error?.code == .inputOutput)
        disk.heal()
        #expect(try await subject.store.articles(ArticleQuery()).elements.count == 20)
        try await PowerStep.post(1).run(subject)
        #expect(try await subject.store.verify(deep: true).ok)
        try await subject.store.close()
    }

    @Test("opening on a failing disk says so, and succeeds afterwards")
    func opening() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 5)
        try await PowerStep.post(1).run(subject)
        try await subject.store.close()
        for (calls, fault, codes) in [
            (FaultDisk.Calls.read, FaultDisk.Failure.read, [StoreError.Code.inputOutput]),
            (.sharedMemory, .sharedMemoryFull, [.diskFull]),
        ] {
            for n in 1...12 as ClosedRange<UInt64> {
                disk.fail(calls, fault, at: n)
                let error = await failure {
                    try await subject.reopenAfterClose()
                    try await PowerStep.post(n).run(subject)
                    try await subject.store.close()
                }
                disk.heal()
                #expect(error.map { codes.contains($0.code) } ?? true, "\(calls) \(n): \(error!)")
                try? await subject.store.close()
            }
        }
        try await subject.reopenAfterClose()
        #expect(try await subject.store.verify(deep: true).ok)
        try await subject.store.close()
    }

    @Test("a new store on a full disk leaves nothing behind")
    func creation() async throws {
        let disk = try FaultDisk()
        for n in 1...20 as ClosedRange<UInt64> {
            disk.fail(.write, .full, at: n)
            let error = await failure {
                _ = try await ContentStore.create(at: disk.path("store.db"))
            }
            disk.heal()
            #expect(error?.code == .diskFull, "write \(n)")
            let left = try FileManager.default.contentsOfDirectory(atPath: disk.folder.path)
            #expect(left == [], "write \(n)")
        }
    }

    @Test("a page with other bytes is named damage, what stands elsewhere is read and written")
    func damage() async throws {
        let disk = try FaultDisk()
        let subject = try await PowerSubject(disk, seed: 7)
        for number in 1...40 as ClosedRange<UInt64> {
            try await PowerStep.group(number).run(subject)
        }
        try await subject.store.checkpoint()
        try await subject.store.close()
        let page = try await articlePage(subject)
        // All of the log is in the main file; pages that still stand in it would hide the damage.
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: subject.path + suffix)
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: subject.path))
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        try await subject.reopenAfterClose()
        var (readable, codes) = (0, Set<StoreError.Code>())
        for number in 10_003...10_122 as ClosedRange<UInt64> {
            let error = await failure {
                _ = try await subject.store.article(PowerStep.article(number, "").id)
            }
            if let error { codes.insert(error.code) } else { readable += 1 }
        }
        #expect(codes == [.corrupt])
        #expect(readable > 60)
        #expect(try await subject.store.verify(deep: true).ok == false)
        try await subject.store.mark([PowerStep.article(10_003, "").id], read: true)
        try await subject.store.close()
    }

    /// A page in the middle of the articles' rows.
    private func articlePage(_ subject: PowerSubject) async throws -> Int64 {
        let store = try await ContentStore.open(
            at: subject.path, configuration: subject.configuration)
        let pages = try await store.read { session in
            try session.all(
                "SELECT pageno FROM dbstat WHERE name = 'article' AND pagetype = 'leaf'"
            ) { $0.integer(0) }
        }
        try await store.close()
        return pages[pages.count / 2]
    }
}
