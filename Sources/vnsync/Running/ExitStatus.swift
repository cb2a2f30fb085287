/// The exit statuses of every command; scripts rely on them.
enum ExitStatus: Int32 {
    case done = 0
    /// With `--exit-code`: something is pending or conflicting.
    case pending = 3
    /// Some changes were refused.
    case partial = 4
    case noStore = 10
    case storeLocked = 11
    case newerStore = 12
    case usage = 64
    case badData = 65
    case noSuchItem = 66
    case remoteUnavailable = 69
    case inner = 70
    case inputOutput = 74
    case tryAgain = 75
    case protocolError = 76
    case unauthorized = 77
    case badConfiguration = 78
    case interrupted = 130
}
