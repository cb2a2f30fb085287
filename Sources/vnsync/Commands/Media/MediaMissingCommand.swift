internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync media missing`
struct MediaMissingCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "missing",
        abstract: "List pictures of articles that are not here, newest articles first.")
    var purpose: Purpose { .showMissingMedia }

    @Option(help: ArgumentHelp("At most so many (default: 20).", valueName: "number"))
    var limit: Int?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let limit = try context.settings.integer(.limit, limit, in: 1...1000) ?? 20
        let missing = try await context.withStore { try await $0.missingMedia(limit: limit) }
        if context.isJSON {
            for media in missing { try context.output.json(MediaView.record(media)) }
            return
        }
        if missing.isEmpty { context.note(context.messages(MediaPhrase.noneMissing)) }
        var table = Table()
        for media in missing {
            let place = media.reference.url ?? media.reference.digest?.description ?? ""
            table.add(.init(ShortID.text(media.article)), .init(SafeText.line(place)))
        }
        for line in table.lines { try context.output.line(line) }
    }
}
