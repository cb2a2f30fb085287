/// Every option that can be set otherwise than by its flag; the raw value is the option's name.
///
/// All of them have a variable, `VNSYNC_` and the name in capitals. Those that are standing may
/// also be kept in `config.toml` or in the settings of one store.
enum SettingKey: String, CaseIterable {
    case store, lang, color, pager, editor, quiet, remote, width, sort, limit, match, interval
    case batch, publisher, section
    case asName = "as"
    case maxDelete = "max-delete"
    case tokenFile = "token-file"
    case noPager = "no-pager"
    case json, topic, since, until, unread, starred, after, full, watch, queue, reason, name
    case comments, plain, markdown, html, porcelain, strict, from, to, title, summary, draft
    case graph, svg, replica, deep, quick, repair, offline, image, alt, caption, credit, field,
        state
    case browser, print, policy, retry
    case limitBytes = "limit-bytes"
    case mediaLimit = "media-limit"
    case allowHost = "allow-host"
    case place = "in"
    case exitCode = "exit-code"
    case dryRun = "dry-run"
    case keepDays = "keep-days"
    case force
    /// Whether the hub trusts this store as it trusts another hub.
    case trusted

    /// What a value must look like.
    enum Form {
        case text, path, boolean
        case integer(ClosedRange<Int>)
        case duration
        case choice([String])
    }

    /// What a value must look like.
    var form: Form {
        switch self {
        case .lang: .choice(Language.allCases.map(\.rawValue))
        case .color: .choice(ColorChoice.allCases.map(\.rawValue))
        case .sort: .choice(SortChoice.allCases.map(\.rawValue))
        case .match: .choice(MatchChoice.allCases.map(\.rawValue))
        case .store, .tokenFile: .path
        case .policy: .choice(MediaPolicyChoice.allCases.map(\.rawValue))
        case .width: .integer(20...400)
        case .limit: .integer(1...10_000)
        case .batch: .integer(1...500)
        case .maxDelete: .integer(0...Int(Int32.max))
        case .keepDays: .integer(0...36_525)
        case .interval: .duration
        case .quiet, .noPager, .json, .unread, .starred, .full, .watch, .comments, .plain,
            .markdown, .html, .porcelain, .strict, .draft, .exitCode, .dryRun, .deep, .quick,
            .repair, .offline, .graph, .force, .print, .retry, .trusted:
            .boolean
        default: .text
        }
    }

    /// Whether it may be kept in a file.
    var isStanding: Bool {
        switch self {
        case .store, .lang, .color, .pager, .editor, .quiet, .remote, .width, .sort, .limit,
            .match, .interval, .batch, .asName, .publisher, .section, .maxDelete, .tokenFile,
            .noPager, .browser, .policy, .limitBytes, .mediaLimit, .allowHost, .trusted:
            true
        default: false
        }
    }

    /// Whether the settings of one store may hold it, as they cannot say where the store is.
    var isStoreSetting: Bool { isStanding && self != .store }

    /// Those that may be kept for one remote, as `remotes.NAME.token-file`.
    static let ofRemotes: [SettingKey] = [.tokenFile, .trusted]

    /// The variable.
    var variable: String {
        "VNSYNC_" + rawValue.uppercased().replacing("-", with: "_")
    }
}
