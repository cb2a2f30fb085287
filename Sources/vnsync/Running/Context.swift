internal import Foundation
internal import VNModel
internal import VNStore

/// What a command works with: settings, language, output.
struct Context: Sendable {
    let settings: Settings
    let messages: Messages
    let output: Output
    let progress: ProgressMeter
    let outcome = CommandOutcome()
    /// Whether stdout carries JSON.
    let isJSON: Bool
    let isQuiet: Bool
    /// Whether nothing is to be changed.
    let isDryRun: Bool
    /// Whether the store is only read, so that one that cannot be written will do.
    let isReader: Bool
    /// How stdout is dressed.
    let style: Style
    /// How stderr is dressed.
    let errorStyle: Style
    let environment: any Environment = SystemEnvironment()

    init(_ command: any ContextCommand) throws {
        let options = command.common
        settings = try Settings(
            storePath: options.store, environment: ProcessInfo.processInfo.environment)
        isJSON = try settings.flag(.json, options.json)
        isQuiet = try settings.flag(.quiet, options.quiet)
        if let writer = command as? any WritingCommand {
            isDryRun = try settings.flag(.dryRun, writer.rehearsal.dryRun)
            isReader = !type(of: writer).changesStore
        } else {
            (isDryRun, isReader) = (false, true)
        }
        messages = Messages(try settings.language(options.lang))
        let color = try settings.color(options.color)
        style = Style(isEnabled: color.isOn(Terminal.isTerminal(1), settings.environment))
        errorStyle = Style(isEnabled: color.isOn(Terminal.isTerminal(2), settings.environment))
        let usesPager = try !isJSON && !settings.flag(.noPager, options.noPager)
        let pager = usesPager ? settings.pager : nil
        output = Output(pager: Terminal.isTerminal(1) ? pager : nil)
        progress = ProgressMeter(
            isShown: !isQuiet, isTerminal: Terminal.isTerminal(2), isJSON: isJSON,
            messages: messages, environment: environment)
    }

    /// Opens the store, hands it to `body`, in a dry run rehearsing, and closes it whatever
    /// happens.
    func withStore<T: Sendable>(
        _ body: (ContentStore) async throws -> T
    ) async throws -> T {
        try await openStore().use { store in
            try await body(isDryRun ? store.rehearsing : store)
        }
    }

    private func openStore() async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.media.totalLimit = try ByteSize.bytes(.mediaLimit, nil, settings)
        do {
            return try await ContentStore.open(
                at: settings.storePath, configuration: configuration)
        } catch let error as StoreError where error.code == .readOnly && isReader {
            return try await ContentStore.open(
                at: settings.storePath, readOnly: true, configuration: configuration)
        }
    }

    /// Tells people something on stderr; not with `--json` or `--quiet`.
    func note(_ text: String) {
        guard !isJSON, !isQuiet else { return }
        progress.clear()
        Output.errors(text + "\n")
    }

    /// Shows what a writer did: JSON, or a sentence; with `--quiet` the bare essence of it, if
    /// there is one.
    func result(
        _ members: [(String, JSONValue?)], _ text: String, essence: String? = nil
    ) throws {
        if isJSON { return try json(members) }
        if !isQuiet { return try output.line(SafeText.lines(text)) }
        if let essence { try output.line(essence) }
    }

    /// Shows what a writer did as JSON, which tells a dry run.
    func json(_ members: [(String, JSONValue?)]) throws {
        try output.json(isDryRun ? members + [("dryRun", .bool(true))] : members)
    }

    /// A date as this user reads it.
    var dates: DateText { DateText(language: messages.language) }

    /// The columns to fill: those of the terminal, at most 80 unless told otherwise.
    func width(_ flag: Int? = nil) throws -> Int {
        let asked = try settings.integer(.width, flag, in: 20...400)
        return asked ?? min(Terminal.columns ?? 80, 80)
    }

    /// The columns of tables and graphs: all that the terminal has unless told otherwise.
    func columns() throws -> Int {
        try settings.integer(.width, nil, in: 20...400) ?? Terminal.columns ?? 80
    }
}
