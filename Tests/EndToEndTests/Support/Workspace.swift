import Foundation
import Testing
import VNModel

/// A temporary folder with stores and a hub, removed with the workspace.
final class Workspace: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnsync-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Only what the programs need, so that the machine's own settings cannot matter.
    var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": folder.path, "XDG_DATA_HOME": path("data"),
            "XDG_CONFIG_HOME": path("config"), "LANG": "C.UTF-8", "TERM": "dumb",
        ]
    }

    func start(
        _ name: String, _ arguments: [String], input: String? = nil,
        environment extra: [String: String] = [:]
    ) throws -> Program {
        try Program(
            name, arguments, environment: environment.merging(extra) { $1 },
            input: input.map { Data($0.utf8) }, folder: folder)
    }

    /// Runs `vnsync` to its end.
    @discardableResult
    func vnsync(
        _ store: String, _ arguments: String..., input: String? = nil,
        expecting status: Int32? = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await vnsync(
            store, arguments, input: input, expecting: status, sourceLocation: sourceLocation)
    }

    /// Runs `vnsync` to its end.
    @discardableResult
    func vnsync(
        _ store: String, _ arguments: [String], input: String? = nil,
        expecting status: Int32? = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let program = try start(
            "vnsync", arguments, input: input,
            environment: ["VNSYNC_STORE": path("\(store).db")])
        let outcome = await program.wait()
        if let status {
            #expect(
                outcome.status == status,
                "vnsync \(arguments.joined(separator: " ")): \(outcome.errors)",
                sourceLocation: sourceLocation)
        }
        return outcome
    }

    /// A store with a remote `origin`, or with none.
    func makeStore(_ name: String, hub: Hub? = nil) async throws {
        if let hub {
            try await vnsync(name, "init", "--name", name, "--remote", hub.url)
        } else {
            try await vnsync(name, "init", "--name", name)
        }
    }

    /// Writes a file into the workspace.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        return path(name)
    }
}

/// A running `vnsyncd` on loopback.
final class Hub: @unchecked Sendable {  // only touched by the test that made it
    private let workspace: Workspace
    private let data: String
    private var program: Program
    private(set) var url: String
    private var upstreams: [String]

    init(
        _ workspace: Workspace, data: String = "hub.db", upstreams: [String] = []
    ) async throws {
        self.workspace = workspace
        self.data = workspace.path(data)
        self.upstreams = upstreams
        (program, url) = try await Hub.launch(workspace, self.data, port: 0, upstreams)
    }

    private static func launch(
        _ workspace: Workspace, _ data: String, port: Int, _ upstreams: [String]
    ) async throws -> (Program, String) {
        let program = try workspace.start(
            "vnsyncd",
            ["serve", "--data", data, "--listen", "127.0.0.1:\(port)", "--open", "--json"]
                + upstreams.flatMap { ["--upstream", $0] })
        for _ in 0..<400 {
            if let line = program.text("out").split(separator: "\n").first,
                let json = try? JSONValue(parsing: String(line)),
                let url = json["listening"]?.string
            {
                return (program, url)
            }
            if !program.isRunning { break }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw HubError(description: "vnsyncd did not start: \(program.text("err"))")
    }

    /// Starts again on the same port after a stop or a kill, perhaps with other upstreams.
    func restart(upstreams: [String]? = nil) async throws {
        if let upstreams { self.upstreams = upstreams }
        let port = Int(url.split(separator: ":").last ?? "") ?? 0
        for attempt in 0... {
            do {
                (program, url) = try await Hub.launch(
                    workspace, data, port: port, self.upstreams)
                return
            } catch  where attempt < 20 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    @discardableResult
    func stop() async -> Outcome {
        program.signal(SIGTERM)
        return await program.wait()
    }

    func kill() async {
        program.signal(SIGKILL)
        _ = await program.wait()
    }

    /// The hub does nothing for a while, as if its machine slept.
    func pause(_ duration: Duration) async throws {
        program.signal(SIGSTOP)
        try await Task.sleep(for: duration)
        program.signal(SIGCONT)
    }
}

struct HubError: Error, CustomStringConvertible { let description: String }
