internal import ArgumentParser
internal import VNModel

/// Which part of a hub's content is wanted.
struct ScopeOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("Only this section; may be repeated.", valueName: "slug"))
    var section: [String] = []

    @Option(help: ArgumentHelp("Only what was published since then.", valueName: "date"))
    var since: String?

    /// The scope, or `nil` if nothing was said.
    func scope(_ context: Context) throws -> Scope? {
        let sections = context.settings.list(.section, section)
        let since = try DateOption.milliseconds(
            context.settings.text(.since, since), "since", now: context.environment.milliseconds())
        guard !sections.isEmpty || since != nil else { return nil }
        var scope = Scope()
        scope.sections = sections.isEmpty ? nil : sections
        scope.since = since
        return scope
    }
}
