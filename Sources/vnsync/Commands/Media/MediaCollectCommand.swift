internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync media collect`
struct MediaCollectCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Remove pictures that no article has shown for a month, and what lies about.",
        discussion: """
            The month begins with the first run that finds a picture without use. Beyond the
            setting media-limit those go that were used longest ago; a picture that came from
            this machine stays as long as an article shows it.
            """)
    var purpose: Purpose { .collectMedia }

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let report = try await context.withStore { try await $0.collectMedia() }
        try MediaView(context: context).show(report)
    }
}
