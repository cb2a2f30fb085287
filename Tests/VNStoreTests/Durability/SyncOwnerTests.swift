import Foundation
import Testing
import VNModel
import VNStore

/// Who holds the right to sync, and when it is taken over.
@Suite("Sync owners") struct SyncOwnerTests {
    private func fixture(_ seed: UInt64) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("origin", url: "http://127.0.0.1:1")
        return fixture
    }

    /// This process's name with other parts: process and host, boot, start.
    private func owner(
        process: Int32? = nil, host: String? = nil, boot: String? = nil, start: String? = nil
    ) -> String {
        var parts = SyncOwner.current(random: 1).split(separator: "/").map(String.init)
        let first = parts[0].split(separator: "@", maxSplits: 1).map(String.init)
        parts[0] = "\(process.map(String.init) ?? first[0])@\(host ?? first[1])"
        parts[1] = boot ?? parts[1]
        parts[2] = start ?? parts[2]
        return parts.joined(separator: "/")
    }

    /// Whether the right of an owner is taken over before it expires.
    private func isTakenOver(_ owner: String) async throws -> Bool {
        let fixture = try await fixture(1)
        try await fixture.store.acquireSyncLock(remote: "origin", owner: owner)
        do {
            try await fixture.store.acquireSyncLock(
                remote: "origin", owner: SyncOwner.current(random: 2))
            return true
        } catch let error as StoreError where error.code == .syncLocked {
            return false
        }
    }

    private func deadProcess() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exit 0"]
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }

    /// With a full disk a sync could not give its right back; then the clock was set back by ten
    /// years, and no sync was possible for as long.
    @Test("a right that was taken before the clock was set back does not outlive a minute")
    func clockSetBack() async throws {
        let fixture = try await fixture(1)
        try await fixture.store.acquireSyncLock(
            remote: "origin", owner: SyncOwner.current(random: 1), duration: .seconds(86_400))
        try await fixture.store.acquireSyncLock(
            remote: "origin", owner: SyncOwner.current(random: 2))
        await #expect(throws: StoreError.self) {
            try await fixture.store.acquireSyncLock(
                remote: "origin", owner: SyncOwner.current(random: 3))
        }
    }

    @Test("a right that was taken over is not renewed, whether or not it was given back")
    func renewal() async throws {
        let fixture = try await fixture(1)
        let (first, second) = (SyncOwner.current(random: 1), SyncOwner.current(random: 2))
        func expectLost() async {
            let error = await #expect(throws: StoreError.self) {
                try await fixture.store.renewSyncLock(remote: "origin", owner: first)
            }
            #expect(error?.code == .syncLocked)
        }
        try await fixture.store.acquireSyncLock(
            remote: "origin", owner: first, duration: .zero)
        try await fixture.store.renewSyncLock(remote: "origin", owner: first, duration: .zero)
        try await fixture.store.acquireSyncLock(remote: "origin", owner: second)
        await expectLost()
        try await fixture.store.releaseSyncLock(remote: "origin", owner: second)
        await expectLost()
    }

    @Test("the right of a process that died is taken over at once")
    func died() async throws {
        #expect(try await isTakenOver(owner(process: try deadProcess())))
    }

    @Test("that of a process from before the machine was started anew too")
    func rebooted() async throws {
        #expect(try await isTakenOver(owner(boot: "0f-another-boot")))
    }

    @Test("and that of a process whose id another one has by now")
    func reused() async throws {
        #expect(try await isTakenOver(owner(start: "17")))
    }

    @Test("a living process, an unknown part, another machine and another name keep it")
    func living() async throws {
        #expect(try await isTakenOver(owner()) == false)
        #expect(try await isTakenOver(owner(boot: "-", start: "-")) == false)
        let dead = try deadProcess()
        #expect(try await isTakenOver(owner(process: dead, host: "may-khac")) == false)
        for name in ["\(dead)", "\(dead)/ab", "ai đó", "0@/-/-/1", "x@\(dead)/1/2/3"] {
            #expect(try await isTakenOver(name) == false, "\(name)")
        }
    }

    @Test("two syncs of one process are told apart, and one owner may renew its right")
    func sameProcess() async throws {
        let fixture = try await fixture(2)
        let owner = SyncOwner.current(random: 1)
        try await fixture.store.acquireSyncLock(remote: "origin", owner: owner)
        try await fixture.store.acquireSyncLock(remote: "origin", owner: owner)
        await #expect(throws: StoreError.self) {
            try await fixture.store.acquireSyncLock(
                remote: "origin", owner: SyncOwner.current(random: 3))
        }
    }
}
