internal import ArgumentParser
internal import VNModel
internal import VNStore

/// The leading picture of an article.
struct ImageOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The leading picture: a PNG, JPEG, GIF or WebP file, or an address.",
            valueName: "path|url"))
    var image: String?

    @Option(help: ArgumentHelp("What it shows, for those who cannot see it.", valueName: "text"))
    var alt: String?

    @Option(help: ArgumentHelp("What stands beneath it.", valueName: "text"))
    var caption: String?

    @Option(help: ArgumentHelp("Who made it.", valueName: "text"))
    var credit: String?

    func validate() throws {
        guard let image, let scheme = ImageOptions.scheme(image) else { return }
        guard ["http", "https"].contains(scheme) else {
            throw ValidationError("--image takes a file or an http or https address")
        }
    }

    /// The file, if it is one.
    func path(_ settings: Settings) -> String? {
        settings.text(.image, image).flatMap {
            ImageOptions.scheme($0) == nil ? settings.path($0) : nil
        }
    }

    /// The fields of the form that they stand for; the address first.
    func fields(_ settings: Settings) -> [(String, String?)] {
        let address = path(settings) == nil ? settings.text(.image, image) : nil
        return [
            ("image", address), ("alt", settings.text(.alt, alt)),
            ("caption", settings.text(.caption, caption)),
            ("credit", settings.text(.credit, credit)),
        ]
    }

    /// What stands before `://`, in lower case; `nil` of a path.
    private static func scheme(_ text: String) -> String? {
        text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
    }
}

extension Article {
    /// Makes a media file the leading picture; what is said about the picture stays.
    mutating func show(_ file: MediaFile) {
        var picture = image ?? Image()
        picture.url = nil
        picture.sha256 = file.digest.description
        picture.contentType = file.contentType
        (picture.width, picture.height) = (file.width, file.height)
        image = picture
    }
}
