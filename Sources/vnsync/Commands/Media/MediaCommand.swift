internal import ArgumentParser

/// `vnsync media`
struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "Keep the pictures of articles here.",
        subcommands: [
            MediaFetchCommand.self, MediaMissingCommand.self, MediaCollectCommand.self,
        ])
}
