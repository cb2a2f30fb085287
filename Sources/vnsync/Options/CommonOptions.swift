internal import ArgumentParser

/// The options that every command has. They may also stand before the command.
struct CommonOptions: ParsableArguments, Sendable {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp("The store file.", valueName: "path"))
    var store: String?

    @Flag(help: "Print JSON: one object, or one a line.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress and no remarks.")
    var quiet = false

    @Option(help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice?

    @Option(help: ArgumentHelp("Language of messages: en or vi.", valueName: "language"))
    var lang: Language?

    @Flag(help: "Never use a pager.")
    var noPager = false
}
