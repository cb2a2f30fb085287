internal import ArgumentParser

/// When output is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never

    /// Whether colours are on, for a stream that is a terminal or not.
    func isOn(_ isTerminal: Bool, _ environment: [String: String]) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return false }
            if let force = environment["CLICOLOR_FORCE"], force != "0", !force.isEmpty {
                return true
            }
            return isTerminal && environment["TERM"] != "dumb"
        }
    }
}

/// What `list` lists.
enum ListSubject: String, CaseIterable, ExpressibleByArgument {
    case articles, comments, sections, topics, drafts
}

/// In which order `list` lists.
enum SortChoice: String, CaseIterable, ExpressibleByArgument {
    case date, title
}

/// Where `search` looks.
enum SearchPlace: String, CaseIterable, ExpressibleByArgument {
    case title, all, comments
}

/// How `search` compares words.
enum MatchChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, exact, fold
}

/// What `mark` does.
enum MarkAction: String, CaseIterable, ExpressibleByArgument {
    case read, unread, star, unstar
}

/// What a moderator decides.
enum ModerationDecision: String, CaseIterable, ExpressibleByArgument {
    case approve, reject, spam, withhold
}

/// Which comments `moderate` lists.
enum ModerationQueue: String, CaseIterable, ExpressibleByArgument {
    case pending, flagged
}
