internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync verify`
struct VerifyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the store is sound.",
        discussion: """
            --quick (as if not said) checks the file, the journal and the feed; --deep computes
            every document anew. --repair rebuilds what can be computed from the rest, such as the
            search index.

            --remote also compares the store with a hub, document by document where they differ;
            it implies --deep unless --quick is said. With --repair, what is damaged or differs is
            fetched from the hub; what waits to be pushed stays. Exits with 65 if something is
            wrong.
            """)
    var purpose: Purpose { .verify }

    @Flag(help: "The quick checks.")
    var quick = false

    @Flag(help: "All checks.")
    var deep = false

    @Flag(help: "Compare with a hub too.")
    var remote = false

    @Argument(help: "With --remote: which hub; needed if there are several.")
    var name: String?

    @Flag(help: "Repair what can be repaired.")
    var `repair` = false

    @Option(help: ArgumentHelp("A file with the access token.", valueName: "path"))
    var tokenFile: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !(quick && deep) else { throw ValidationError("either --quick or --deep") }
        guard name == nil || remote else { throw ValidationError("a hub only with --remote") }
    }

    func perform(_ context: Context) async throws {
        let settings = context.settings
        let isDeep = try settings.flag(.deep, deep) || (remote && !quick)
        let repairs = try settings.flag(.repair, `repair`)
        try await context.withStore { store in
            var report = try await verify(store, deep: isDeep, repair: repairs, context)
            var found: (remote: String, result: Reconciliation)?
            if remote {
                let state = try await RemoteOptions.named(name).state(store, context)
                let session = try SyncSession(context, store, state, tokenFile: tokenFile)
                context.progress.update(.comparing)
                let result = try await session.withEngine { try await $0.verify(repair: repairs) }
                found = (state.name, result)
                // What was damaged has been fetched: the checks tell what is left.
                if repairs, !report.ok {
                    let repaired = report.repaired
                    report = VerifyReport(
                        checks: try await verify(store, deep: isDeep, repair: false, context)
                            .checks, repaired: repaired)
                }
            }
            context.progress.finish()
            try show(report, found, context)
        }
    }

    private func verify(
        _ store: ContentStore, deep: Bool, repair: Bool, _ context: Context
    ) async throws -> VerifyReport {
        let progress = context.progress
        return try await store.verify(deep: deep, repair: repair) {
            progress.update(.verifying, done: $0.done, total: $0.total)
        }
    }

    private func show(
        _ report: VerifyReport, _ found: (remote: String, result: Reconciliation)?,
        _ context: Context
    ) throws {
        var checks = report.checks.map { Check($0.name, isOK: $0.ok, $0.detail) }
        var more: [(String, JSONValue?)] = []
        if let found {
            checks.append(found.result.check(found.remote))
            more.append(
                ("remote", .members([("name", .string(found.remote))] + found.result.record)))
        }
        if !checks.allSatisfy(\.isOK) { context.outcome.status = .badData }
        let repaired = report.repaired + (found?.result.repaired ?? 0)
        try checks.show(context, more: [("repaired", .count(repaired))] + more)
    }
}
