internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync doctor`
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps the store from working well.",
        discussion:
            "Checks the store quickly, looks at its file and disk, asks each hub whether it is "
            + "ready, and looks at settings.")
    var purpose: Purpose { .examine }

    @Flag(help: "Ask no hub.")
    var offline = false

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        var checks: [Check] = []
        let remotes = try await context.withStore { store in
            let statistics = try await store.statistics()
            checks.append(
                Check(
                    "file", isOK: true,
                    "\(context.settings.storePath), schema \(statistics.schema)"))
            checks += [Check](
                try await store.storage(), bytes: statistics.bytes, context.messages)
            checks += try await store.verify().checks.map {
                Check($0.name, isOK: $0.ok, $0.detail)
            }
            checks.append(
                Check(
                    "held", isOK: statistics.refused == 0,
                    context.messages(StatusPhrase.held, count: statistics.refused)))
            return try await store.remotes()
        }
        let isOffline = try context.settings.flag(.offline, offline)
        for remote in remotes { checks += await examine(remote, context, isOffline: isOffline) }
        if !checks.allSatisfy(\.isOK) { context.outcome.status = .badData }
        try checks.show(context)
    }

    private func examine(
        _ remote: RemoteState, _ context: Context, isOffline: Bool
    ) async -> [Check] {
        var checks: [Check] = []
        if !isOffline {
            do {
                try await RemoteProbe.run(remote.url)
                checks.append(Check("remote \(remote.name)", isOK: true, remote.url))
            } catch {
                checks.append(
                    Check(
                        "remote \(remote.name)", isOK: false,
                        context.messages.error(Failure(error)).message))
            }
        }
        if let reason = remote.recovery {
            let what = reason == .generation ? RecoveryPhrase.hubChanged : .storeCopied
            checks.append(
                Check(
                    "recovery \(remote.name)", isOK: true,
                    context.messages(what) + " " + context.messages(RecoveryPhrase.goesOn)))
        }
        let skew = Int(clamping: remote.clockSkew ?? 0)
        checks.append(
            Check(
                "clock \(remote.name)", isOK: abs(skew) < DoctorCommand.skewLimitMilliseconds,
                "\(skew) ms"))
        guard let path = SyncSession.tokenPath(context, remote.name, nil) else { return checks }
        do {
            _ = try TokenFile.read(path)
            let isExposed = TokenFile.isExposed(path)
            checks.append(
                Check(
                    "token \(remote.name)", isOK: !isExposed,
                    isExposed ? "\(path): others may read it; chmod 600" : path))
        } catch {
            checks.append(
                Check("token \(remote.name)", isOK: false, Failure(error).message))
        }
        return checks
    }

    /// A clock that differs by more makes stamps that hubs lower.
    private static let skewLimitMilliseconds = 120_000
}
