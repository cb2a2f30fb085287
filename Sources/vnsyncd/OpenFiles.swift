internal import Foundation

/// How many files the process may have open.
enum OpenFiles {
    /// Raises the limit to what the daemon needs, as far as the system lets it: many systems give
    /// a process 1 024 files and let it ask for more.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let wanted = min(rlim_t(DaemonLimits.openFiles), limit.rlim_max)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(resource, &limit)
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
