import Foundation

/// A program started directly, without the waiting threads of `Process`, so that its whole run
/// can be timed.
struct ChildProcess {
    /// The operating system's number of it.
    let identifier: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: without its own name.
    ///   - variables: added to this process's environment.
    ///   - output: the file that gets what it prints.
    ///   - errors: the file that gets what it complains about.
    init(
        _ program: String, _ arguments: [String], variables: [String: String] = [:],
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The bench ignores the signals that it waits for; its programs must not.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, program, &actions, &attributes, &words, &settings)
        guard code == 0 else {
            throw BenchError("\(program) cannot be started: \(String(cString: strerror(code)))")
        }
        self.identifier = identifier
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status; 128 and the signal's number if a signal ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
        return ChildProcess.exitStatus(status)
    }

    /// The most memory that it has had at once, in megabytes; only where the system tells by
    /// `/proc`, and while it runs.
    ///
    /// What `wait4` tells of a process begins with the memory of the one that started it.
    func peakMegabytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let text = line?.split(whereSeparator: \.isWhitespace).dropFirst().first,
            let kilobytes = Double(text)
        else { throw BenchError("the system does not tell how much memory a program has") }
        return kilobytes * 1_024 / 1_000_000
    }

    /// Waits for its end, and looks at its memory a hundred times a second until then.
    func waitForPeak() -> (status: Int32, megabytes: Double) {
        var megabytes = 0.0
        while true {
            // A process that has just ended tells nothing any more.
            megabytes = max(megabytes, (try? peakMegabytes()) ?? 0)
            if let status = poll() { return (status, megabytes) }
            usleep(10_000)
        }
    }

    /// Its exit status if it has ended.
    func poll() -> Int32? {
        var status: Int32 = 0
        return waitpid(identifier, &status, WNOHANG) == identifier
            ? ChildProcess.exitStatus(status) : nil
    }

    /// Asks it to end, and ends it if it has not after ten seconds.
    func stop() {
        kill(identifier, SIGTERM)
        for _ in 0..<1_000 {
            if poll() != nil { return }
            usleep(10_000)
        }
        kill(identifier, SIGKILL)
        _ = wait()
    }

    // What the macros WEXITSTATUS and WTERMSIG say, which Swift does not import.
    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}
