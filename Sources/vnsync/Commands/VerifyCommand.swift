internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync verify`
struct VerifyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the store is sound.",
        discussion: """
            --quick (as if not said) checks the file, the journal and the feed; --deep computes
            every document anew. --repair rebuilds what can be computed from the rest, such as the
            search index. Exits with 65 if something is wrong.
            """)
    static let purpose = Purpose.verify

    @Flag(help: "The quick checks.")
    var quick = false

    @Flag(help: "All checks.")
    var deep = false

    @Flag(help: "Repair what can be repaired.")
    var `repair` = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !(quick && deep) else { throw ValidationError("either --quick or --deep") }
    }

    func perform(_ context: Context) async throws {
        let (progress, settings) = (context.progress, context.settings)
        let isDeep = try settings.flag(.deep, deep)
        let repairs = try settings.flag(.repair, `repair`)
        let report = try await context.withStore { store in
            try await store.verify(deep: isDeep, repair: repairs) {
                progress.update(.verifying, done: $0.done, total: $0.total)
            }
        }
        progress.finish()
        if !report.ok { context.outcome.status = .badData }
        let checks = report.checks.map { Check($0.name, isOK: $0.ok, $0.detail) }
        try checks.show(context, more: [("repaired", .count(report.repaired))])
    }
}
