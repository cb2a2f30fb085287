internal import ArgumentParser
internal import VNModel
internal import VNStore

/// Which articles are meant.
struct ArticleFilterOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("Only this section.", valueName: "slug"))
    var section: String?

    @Option(help: ArgumentHelp("Only this publisher, by id or name.", valueName: "publisher"))
    var publisher: String?

    @Option(help: ArgumentHelp("Only this topic.", valueName: "slug"))
    var topic: String?

    @Option(help: ArgumentHelp("Published then or later.", valueName: "date"))
    var since: String?

    @Option(help: ArgumentHelp("Published before then.", valueName: "date"))
    var until: String?

    @Flag(help: "Only what is unread.")
    var unread = false

    @Flag(help: "Only what is starred.")
    var starred = false

    @Option(
        help: ArgumentHelp(
            "usable (as if not said), draft, withheld, canceled or deleted; may be repeated.",
            valueName: "state"))
    var state: [ArticleStateChoice] = []

    /// Whether any flag limits the articles.
    var isSet: Bool {
        [section, publisher, topic, since, until].contains { $0 != nil }
            || unread || starred || !state.isEmpty
    }

    func query(_ context: Context) throws -> ArticleQuery {
        let (settings, now) = (context.settings, context.environment.milliseconds())
        var query = ArticleQuery()
        query.section = settings.text(.section, section)
        query.publisher = settings.text(.publisher, publisher)
        query.topic = settings.text(.topic, topic)
        query.since = try DateOption.milliseconds(
            settings.text(.since, since), "since", now: now)
        query.until = try DateOption.milliseconds(
            settings.text(.until, until), "until", now: now)
        query.isUnread = try settings.flag(.unread, unread)
        query.isStarred = try settings.flag(.starred, starred)
        let states = settings.list(.state, state.map(\.rawValue))
        if !states.isEmpty { query.states = Set(states) }
        return query
    }
}

extension Context {
    /// Says which settings leave articles out where no flag does: people forget what they once set.
    ///
    /// - Parameter flags: the settings that may, with what their flags say.
    func noteLimits(_ flags: KeyValuePairs<SettingKey, String?>) {
        for (key, flag) in flags where flag == nil {
            guard let (text, origin) = settings.stored(key.rawValue) else { continue }
            note(
                messages(
                    ReadingPhrase.limitedBySetting, "\(key.rawValue) = \(text)", origin.rawValue))
        }
    }
}

/// States of articles, for ``ArticleFilterOptions``.
enum ArticleStateChoice: String, CaseIterable, ExpressibleByArgument {
    case draft, usable, withheld, canceled, deleted
}
