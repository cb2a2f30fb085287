import Foundation
import Testing
import VNModel

/// Reading commands on stores that cannot be written.
@Suite("Read-only stores") struct ReadOnlyTests {
    private static let reading = [
        ["list"], ["list", "comments"], ["search", "tin"], ["status"], ["log"], ["conflicts"],
        ["stats"], ["replicas"], ["export"], ["verify", "--deep"],
    ]

    /// Runs `vnsync` as somebody to whom the rights of files apply; the superuser is not.
    private func run(
        _ workspace: Workspace, _ store: String, _ arguments: [String]
    ) async throws -> Outcome {
        let variables = ["VNSYNC_STORE": store, "HOME": "/nonexistent"]
        guard getuid() == 0 else {
            return try await workspace.start("vnsync", arguments, environment: variables).wait()
        }
        let program = try workspace.start(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Programs.url("vnsync").path]
                + arguments, environment: variables)
        return await program.wait()
    }

    private func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// A folder with a store in it that its reader may not write to.
    private func store(_ workspace: Workspace, keepsLog: Bool) async throws -> String {
        let folder = workspace.path("kho")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lines = [1, 2, 3].flatMap { [Content.article($0), Content.comment($0, on: $0)] }
        let file = try workspace.write("tin.jsonl", lines.joined(separator: "\n") + "\n")
        try await workspace.vnsync("kho/a", "init")
        try await workspace.vnsync("kho/a", "import", file)
        try await workspace.vnsync("kho/a", "search", "tin")
        if !keepsLog {
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: folder + "/a.db" + suffix)
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try setMode(0o444, folder + "/" + name)
        }
        try setMode(0o555, folder)
        try setMode(0o755, workspace.folder.path)
        return folder + "/a.db"
    }

    @Test("every reading command works, with a log and without", arguments: [true, false])
    func reading(keepsLog: Bool) async throws {
        let workspace = try Workspace()
        let path = try await store(workspace, keepsLog: keepsLog)
        defer { try? setMode(0o755, workspace.path("kho")) }
        let folder = workspace.path("kho")
        let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for arguments in Self.reading {
            let outcome = try await run(workspace, path, arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        // That others may read the file is all that is wrong with it.
        let doctor = try await run(workspace, path, ["doctor", "--offline", "--json"])
        let checks = try doctor.lines.first?["checks"]?.array ?? []
        let bad = checks.filter { $0["ok"]?.bool == false }.map { $0["name"]?.string }
        #expect(doctor.status == 65 && bad == ["mode"], "\(doctor.output)\(doctor.errors)")
        let list = try await run(workspace, path, ["list", "--json"])
        #expect(try list.lines.count == 3)
        let id = try #require(try list.lines.first?["id"]?.string)
        let read = try await run(workspace, path, ["read", id])
        #expect(read.status == 0 && !read.output.isEmpty, "\(read.errors)")
        let found = try await run(workspace, path, ["search", "tin", "--json"])
        #expect(found.status == 0, "\(found.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test("every writing command says that the store cannot be written")
    func writing() async throws {
        let workspace = try Workspace()
        let path = try await store(workspace, keepsLog: true)
        defer { try? setMode(0o755, workspace.path("kho")) }
        let list = try await run(workspace, path, ["list", "--json"])
        let id = try #require(try list.lines.first?["id"]?.string)
        for arguments in [["delete", id], ["mark", id, "read"], ["import", "-"]] {
            let outcome = try await run(workspace, path, arguments + ["--json"])
            #expect(outcome.status == 74, "\(arguments): \(outcome.errors)")
            #expect(outcome.errorCode == "store.read-only", "\(outcome.errors)")
        }
    }

    @Test("a store that may not even be read is told")
    func unreadable() async throws {
        let workspace = try Workspace()
        let path = try await store(workspace, keepsLog: true)
        defer { try? setMode(0o755, workspace.path("kho")) }
        try setMode(0o000, path)
        let outcome = try await run(workspace, path, ["list", "--json"])
        #expect(outcome.status == 74)
        #expect(outcome.errorCode == "store.read-only")
    }
}
