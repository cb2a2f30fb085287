internal import ArgumentParser

/// The leading picture of an article.
struct ImageOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The address of the leading picture.", valueName: "url"))
    var image: String?

    @Option(help: ArgumentHelp("What it shows, for those who cannot see it.", valueName: "text"))
    var alt: String?

    @Option(help: ArgumentHelp("What stands beneath it.", valueName: "text"))
    var caption: String?

    @Option(help: ArgumentHelp("Who made it.", valueName: "text"))
    var credit: String?

    func validate() throws {
        guard let image else { return }
        let scheme = image.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw ValidationError("--image takes an http or https address; files are not sent")
        }
    }

    /// The fields of the form that they stand for; the address first.
    func fields(_ settings: Settings) -> [(String, String?)] {
        [
            ("image", settings.text(.image, image)), ("alt", settings.text(.alt, alt)),
            ("caption", settings.text(.caption, caption)),
            ("credit", settings.text(.credit, credit)),
        ]
    }
}
