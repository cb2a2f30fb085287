internal import Foundation

/// Runs a pager or an editor on the user's terminal, in the foreground as this process is.
enum ChildProcess {
    /// Shows text in a pager and waits for its end.
    ///
    /// - Returns: whether the pager could be run.
    static func page(_ text: String, with pager: String) throws -> Bool {
        let file = try TemporaryText("page.txt", text)
        defer { file.remove() }
        let status = try run("\(pager) < \"$VNSYNC_FILE\"", file)
        // What the shell answers for a command that it does not find, or may not run.
        return status != 127 && status != 126
    }

    /// Opens a text in the user's editor.
    ///
    /// - Returns: the text as it was saved.
    /// - Throws: ``Failure`` `cli.editor` if the editor fails; the text is kept then.
    static func edit(_ text: String, with editor: String) throws -> String {
        let file = try TemporaryText("article.md", text)
        let status = try run("\(editor) \"$VNSYNC_FILE\"", file)
        guard status == 0 else {
            throw Failure(
                code: "cli.editor", message: "the editor \(editor) ended with \(status)",
                hint: file.path)
        }
        defer { file.remove() }
        return try file.text()
    }

    /// Opens a file in the first of some browsers that can be run.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - browsers: command lines; `%s` stands for the file, else it comes last.
    /// - Throws: ``Failure`` `cli.browser` if none can be run; the hint says where the file is.
    static func open(_ path: String, with browsers: [String]) throws {
        let file = "\"$VNSYNC_FILE\""
        for browser in browsers {
            let command =
                browser.contains("%s")
                ? browser.replacing("%s", with: file) : "\(browser) \(file)"
            // Shells answer 126 and 127 for what they cannot run; their own words do not help.
            if try run("\(command) 2>/dev/null", path) == 0 { return }
        }
        throw Failure(code: "cli.browser", message: "no browser can be run", hint: path)
    }

    private static func run(_ command: String, _ file: TemporaryText) throws -> Int32 {
        try run(command, file.path)
    }

    /// Runs a shell command and waits for it; meanwhile Ctrl-C is the command's affair.
    private static func run(_ command: String, _ path: String) throws -> Int32 {
        let environment = ProcessInfo.processInfo.environment
            .merging(["VNSYNC_FILE": path]) { $1 }.map { "\($0)=\($1)" }
        let process = Interruption.ignored {
            withCStrings(["/bin/sh", "-c", command]) { arguments in
                withCStrings(environment) { spawn(arguments, $0) }
            }
        }
        guard let process else {
            throw Failure(code: "cli.editor", message: "no shell can be run")
        }
        return process
    }

    /// - Returns: the exit status; `nil` if no process could be made.
    private static func spawn(_ arguments: CStrings, _ environment: CStrings) -> Int32? {
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process ignores these; what it starts must not.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, &attributes, arguments, environment) == 0
        else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        // The exit status stands in the second byte; a process ended by a signal has none.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private typealias CStrings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// Hands texts on as a C array that ends in a null pointer.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (CStrings) -> Result
    ) -> Result {
        let pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
        pointers[texts.count] = nil
        defer {
            for index in texts.indices { free(pointers[index]) }
            pointers.deallocate()
        }
        guard let base = pointers.baseAddress else { preconditionFailure("it is never empty") }
        return body(base)
    }
}
