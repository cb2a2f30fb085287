internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSyncHTTP

/// `vnsync media fetch`
struct MediaFetchCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch pictures of articles that are not here, newest articles first.",
        discussion: """
            Interrupted, it goes on next time. A picture that does not come is told and tried
            again after a pause; it is no failure of the command, unless nothing answers at all.
            Hosts in private networks are asked only if --allow-host names them. With -n it only
            counts what it would ask for, and asks nobody.
            """)
    var purpose: Purpose { .fetchMedia }

    @Option(help: ArgumentHelp("lead (as if not said) or all.", valueName: "pictures"))
    var policy: MediaPolicyChoice?

    @Option(help: ArgumentHelp("At most so many pictures.", valueName: "number"))
    var limit: Int?

    @Option(
        help: ArgumentHelp("Receive at most so many bytes: 500k, 20M, 1G.", valueName: "size"))
    var limitBytes: String?

    @Flag(help: "Try those again that failed lately.")
    var retry = false

    @Option(
        help: ArgumentHelp(
            "A host that may be in a private network; may be repeated.", valueName: "name[:port]"))
    var allowHost: [String] = []

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        let policy = try settings.choice(.policy, policy) ?? .lead
        var options = MediaFetchOptions()
        // The setting is for lists; pictures have a limit only if one is given.
        if let limit {
            guard limit > 0 else {
                throw Failure(code: "cli.usage", message: "--limit is 1 or more")
            }
            options.fileLimit = limit
        }
        options.byteLimit = try ByteSize.bytes(.limitBytes, limitBytes, settings) ?? .max
        options.ignoresPauses = try settings.flag(.retry, retry)
        var configuration = HTTPMediaConfiguration()
        configuration.privateHosts = Set(settings.list(.allowHost, allowHost))
        let fetcher = HTTPMediaFetcher(configuration: configuration)
        let (chosen, progress) = (options, context.progress)
        do {
            let report = try await context.withStore { store in
                try await store.fetchMedia(policy.policy, using: fetcher, options: chosen) {
                    progress.update(.fetchingMedia, done: $0.done, total: $0.total)
                }
            }
            await fetcher.shutdown()
            progress.finish()
            try MediaView(context: context).show(report)
        } catch {
            await fetcher.shutdown()
            throw error
        }
    }
}

/// Which pictures `media fetch` fetches.
enum MediaPolicyChoice: String, CaseIterable, ExpressibleByArgument {
    case lead, all

    fileprivate var policy: MediaPolicy { self == .lead ? .leadImages : .all }
}
